// A verifier that knows nothing of commonground: Go's checksum database code (golang.org/x/mod/sumdb) over
// a folder with a log's files, and over proof files. Built by test_outside.py from Debian's packages
// golang-go and golang-golang-x-mod-dev, without any download.
//
//	verifier log DIR VKEY                     rebuild the log from its entries; compare root and every tile
//	verifier proof FILE ENTRY VKEY [WITNESS]  check a proof file for the bytes in ENTRY
//
// Prints OK and what it saw, or REJECT and why; the exit code is 0 or 1.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witness checks cosignatures of type 4, which this package does not know by itself.
type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.id }
func (w witness) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), text...), sig[8:])
}

func newWitness(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a vkey")
	}
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(data) != 33 || data[0] != 4 {
		return nil, errors.New("not a witness key")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), data...))
	if fmt.Sprintf("%x", sum[:4]) != parts[1] {
		return nil, errors.New("the id is not the key's")
	}
	return witness{parts[0], binary.BigEndian.Uint32(sum[:4]), data[1:]}, nil
}

func head(text []byte, keys ...note.Verifier) (tree tlog.Tree, signers []string, err error) {
	opened, err := note.Open(text, note.VerifierList(keys...))
	if err != nil {
		return tree, nil, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != keys[0].Name() {
		return tree, nil, errors.New("the origin is not the key's name, or lines are missing")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, nil, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	for _, sig := range opened.Sigs {
		signers = append(signers, sig.Name)
	}
	if len(signers) == 0 || signers[0] != lines[0] {
		return tree, nil, errors.New("not signed by the log")
	}
	return tree, signers, err
}

func place(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), "tile/8/") // the specification's paths carry no height
	return filepath.Join("tile", strings.Replace(path, "data/", "entries/", 1))
}

func checkLog(dir, vkey string) error {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, _, err := head(text, key)
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
		for _, index := range indexes {
			out = append(out, stored[index])
		}
		return out, nil
	})
	for n := int64(0); n < tree.N; {
		width := int(tree.N - n)
		if width > 256 {
			width = 256
		}
		path := place(tlog.Tile{H: 8, L: -1, N: n / 256, W: width})
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return err
		}
		for ; width > 0; width-- {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("%s is cut short", path)
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			hashes, err := tlog.StoredHashes(n, data[2:end], reader)
			if err != nil {
				return err
			}
			stored, data, n = append(stored, hashes...), data[end:], n+1
		}
		if len(data) != 0 {
			return fmt.Errorf("%s has bytes too many", path)
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the entries do not have the root of the head")
	}
	for _, tile := range tlog.NewTiles(8, 0, tree.N) {
		if tile.W < 256 && int64(tile.W) != (tree.N>>(8*tile.L))%256 {
			continue // a narrower form of the last tile: only the widest has to be there
		}
		want, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(dir, place(tile)))
		if err != nil {
			return err
		}
		if !bytes.Equal(got, want) {
			return fmt.Errorf("%s does not hold the hashes of the entries", place(tile))
		}
	}
	fmt.Println("OK", tree.N, tree.Hash)
	return nil
}

func checkProof(file, entry string, vkeys []string) error {
	key, err := note.NewVerifier(vkeys[0])
	if err != nil {
		return err
	}
	keys := []note.Verifier{key}
	for _, vkey := range vkeys[1:] {
		one, err := newWitness(vkey)
		if err != nil {
			return err
		}
		keys = append(keys, one)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	above, below, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(above, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 {
		return errors.New("not a proof")
	}
	if lines = lines[1:]; strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	tree, signers, err := head([]byte(below), keys...)
	if err != nil {
		return err
	}
	if len(signers) < len(vkeys) {
		return errors.New("a witness is missing")
	}
	content, err := os.ReadFile(entry)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(content)); err != nil {
		return err
	}
	fmt.Println("OK", index, strings.Join(signers, " "))
	return nil
}

func main() {
	err := errors.New("see the comment at the head of this file")
	switch {
	case len(os.Args) == 4 && os.Args[1] == "log":
		err = checkLog(os.Args[2], os.Args[3])
	case len(os.Args) >= 5 && os.Args[1] == "proof":
		err = checkProof(os.Args[2], os.Args[3], os.Args[4:])
	}
	if err != nil {
		fmt.Println("REJECT", err)
		os.Exit(1)
	}
}
