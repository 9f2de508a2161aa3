"""Whether an answer asks for a contract's urgent action now: said, denied, for later, asked, wished or done before."""
