package apitest

import (
	"context"
	"net/http"

	"hallmark/api/accounts"
	"hallmark/checklists"
)

// ApprovedAudit is an audit of GS-S03 that was approved on Thursday, 1 March 2018.
func (k *Kit) ApprovedAudit() string {
	k.T.Helper()
	id := k.ReadyAudit()
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	return id
}

// AddSupervisor adds somebody who was not involved.
func (k *Kit) AddSupervisor(name string) error {
	return k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{
		Username: checklists.Username(name), Name: "另一位督查(虚构)", Role: checklists.Supervisor,
		Password: Password})
}
