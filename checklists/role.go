package checklists

// Role is what a person is to the installation. What a role may do and see is decided by the
// callers of this package.
type Role string

// The roles.
const (
	Auditor    Role = "auditor"    // 检查员
	HallHead   Role = "hall-head"  // 大厅负责人
	Supervisor Role = "supervisor" // 督查室
	Editor     Role = "editor"     // 标准管理员
	Approver   Role = "approver"   // 批准人
	Admin      Role = "admin"      // 系统管理员
)

// Roles lists the roles.
func Roles() []Role { return []Role{Auditor, HallHead, Supervisor, Editor, Approver, Admin} }

// Inspects reports whether people of a role inspect halls other than their own.
func (r Role) Inspects() bool { return r == Auditor || r == Supervisor }
