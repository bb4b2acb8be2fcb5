// Command hallmark is the whole product: the server, and tools for files and accounts. It owns
// flags, variables and the choice of the storage engine. It holds no rule, and its texts for people
// come from the catalogue.
package main
