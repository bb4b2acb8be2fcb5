// Package robots owns the chat robots of WeCom and DingTalk and how they are spoken to.
package robots
