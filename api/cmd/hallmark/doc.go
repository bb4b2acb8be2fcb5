// Command hallmark is the whole product: the server, and tools for files and accounts. It owns
// flags, variables and the choice of the storage engine; it holds no rule, and what it says to
// people comes from the catalogue.
package main
