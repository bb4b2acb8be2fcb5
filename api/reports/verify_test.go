package reports_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/fixtures"
	"hallmark/pdf/seal"
)
