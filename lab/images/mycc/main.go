// Command mycc is the classic two-account chaincode as a service: init, invoke (transfer), query, delete.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/hyperledger/fabric-chaincode-go/shim"
	pb "github.com/hyperledger/fabric-protos-go/peer"
)

type accounts struct{}

// Init takes pairs of account and amount: init A 10 B 20. Without arguments it does nothing.
func (a accounts) Init(stub shim.ChaincodeStubInterface) pb.Response {
	_, args := stub.GetFunctionAndParameters()
	return answer(nil, open(stub, args))
}

// Invoke knows init, invoke, query and delete.
func (a accounts) Invoke(stub shim.ChaincodeStubInterface) pb.Response {
	function, args := stub.GetFunctionAndParameters()
	switch function {
	case "init":
		return answer(nil, open(stub, args))
	case "invoke":
		return answer(nil, transfer(stub, args))
	case "query":
		return query(stub, args)
	case "delete":
		if len(args) != 1 {
			return shim.Error("delete takes one account")
		}
		return answer(nil, stub.DelState(args[0]))
	}
	return shim.Error(fmt.Sprintf("unknown function %q: use init, invoke, query or delete", function))
}

func open(stub shim.ChaincodeStubInterface, args []string) error {
	if len(args)%2 != 0 {
		return errors.New("init takes pairs of account and amount")
	}
	for i := 0; i < len(args); i += 2 {
		amount, err := strconv.Atoi(args[i+1])
		if err != nil {
			return fmt.Errorf("amount of %s: %q is not a whole number", args[i], args[i+1])
		}
		if err := write(stub, args[i], amount); err != nil {
			return err
		}
	}
	return nil
}

func transfer(stub shim.ChaincodeStubInterface, args []string) error {
	if len(args) != 3 {
		return errors.New("invoke takes from, to and amount")
	}
	amount, err := strconv.Atoi(args[2])
	if err != nil {
		return fmt.Errorf("%q is not a whole number", args[2])
	}
	from, err := read(stub, args[0])
	if err != nil {
		return err
	}
	to, err := read(stub, args[1])
	if err != nil {
		return err
	}
	if args[0] == args[1] {
		return errors.New("from and to are the same account")
	}
	if err := write(stub, args[0], from-amount); err != nil {
		return err
	}
	return write(stub, args[1], to+amount)
}

func query(stub shim.ChaincodeStubInterface, args []string) pb.Response {
	if len(args) != 1 {
		return shim.Error("query takes one account")
	}
	amount, err := read(stub, args[0])
	return answer([]byte(strconv.Itoa(amount)), err)
}

func read(stub shim.ChaincodeStubInterface, account string) (int, error) {
	value, err := stub.GetState(account)
	if err != nil {
		return 0, err
	}
	if value == nil {
		return 0, fmt.Errorf("no account %s", account)
	}
	return strconv.Atoi(string(value))
}

func write(stub shim.ChaincodeStubInterface, account string, amount int) error {
	return stub.PutState(account, []byte(strconv.Itoa(amount)))
}

func answer(payload []byte, err error) pb.Response {
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(payload)
}

// tlsProps reads the key pair from the files the environment names; without them the server speaks plain TCP.
func tlsProps() (shim.TLSProperties, error) {
	keyFile, certFile := os.Getenv("CHAINCODE_TLS_KEY_FILE"), os.Getenv("CHAINCODE_TLS_CERT_FILE")
	if keyFile == "" || certFile == "" {
		return shim.TLSProperties{Disabled: true}, nil
	}
	key, err := os.ReadFile(keyFile)
	if err != nil {
		return shim.TLSProperties{}, err
	}
	cert, err := os.ReadFile(certFile)
	if err != nil {
		return shim.TLSProperties{}, err
	}
	props := shim.TLSProperties{Key: key, Cert: cert}
	if clients := os.Getenv("CHAINCODE_CLIENT_CA_CERT_FILE"); clients != "" {
		props.ClientCACerts, err = os.ReadFile(clients)
	}
	return props, err
}

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go func() { <-stop; os.Exit(0) }()

	props, err := tlsProps()
	if err != nil {
		log.Fatal(err)
	}
	server := &shim.ChaincodeServer{
		CCID:     os.Getenv("CHAINCODE_ID"),
		Address:  os.Getenv("CHAINCODE_SERVER_ADDRESS"),
		CC:       accounts{},
		TLSProps: props,
	}
	log.Printf("serving %s on %s", server.CCID, server.Address)
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
}
