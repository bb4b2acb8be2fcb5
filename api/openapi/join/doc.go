// Command join writes openapi.json of the API, joined from those of its rooms. It runs in the
// folder of the API.
package main
