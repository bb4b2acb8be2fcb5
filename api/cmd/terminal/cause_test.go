package terminal_test

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"hallmark/api"
	"hallmark/api/apitest/chinese"
	"hallmark/api/cmd/terminal"
	"hallmark/api/store"
	"hallmark/standard/message"
)

// TestForeignErrors says errors of the system and of libraries in Chinese: the cause in words of the
// catalogue, and what is foreign behind its label alone.
func TestForeignErrors(t *testing.T) {
	t.Parallel()
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for want, err := range map[string]error{
		"磁盘已满":   fmt.Errorf("%w: %w", store.ErrUnavailable, errors.New("database or disk is full (13)")),
		"磁盘读写出错": fmt.Errorf("%w: %w", store.ErrUnavailable, syscall.EIO),
		"数据库只读":  errors.New("attempt to write a readonly database (8)"),
		"数据无法读写": fmt.Errorf("%w: %w", store.ErrUnavailable, dial(syscall.ECONNREFUSED)),
		"拒绝连接":   dial(syscall.ECONNREFUSED),
		"没有这个地址": terminal.Because(nil, "listen", "a:1", dial(syscall.EADDRNOTAVAIL)),
		"没有权限":   terminal.Because(nil, "listen", "a:1", dial(os.NewSyscallError("bind", syscall.EACCES))),
		"主机名":    dial(&net.DNSError{Err: "no such host", Name: "nowhere"}),
		"ZIP":    fmt.Errorf("%w: %w", api.ErrBackup, zip.ErrFormat),
		"中间断开":   fmt.Errorf("%w: %w", api.ErrBackup, io.ErrUnexpectedEOF),
		"没有这种错误": errors.New("the flux capacitor is cold"),
		"没有找到":   store.ErrNotFound,
	} {
		said := terminal.Sentence(err, message.Chinese)
		own, foreign, labelled := strings.Cut(said, "（原文：")
		if !strings.Contains(own, want) || len(chinese.Foreign(own)) > 0 ||
			labelled && len(chinese.Foreign(foreign)) == 0 {
			t.Errorf("%v: %q, want %q", err, said, want)
		}
	}
}
