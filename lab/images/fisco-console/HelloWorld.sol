pragma solidity >=0.4.24 <0.6.11;

contract HelloWorld {
    string text = "Hello, World!";

    function get() public view returns (string memory) {
        return text;
    }
}
