"""Classes, exceptions, properties, f-strings and sorting in a few lines."""


class InsufficientFunds(Exception):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} lacks {amount - account.balance:.2f}")
        self.account = account


class Account:
    def __init__(self, owner, balance=0.0):
        self.owner = owner
        self._balance = balance
        self.history = []

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        self._balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(self, amount)
        self._balance -= amount
        self.history.append(("withdrawal", amount))

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance:,.2f})"


def transfer(source, target, amount):
    source.withdraw(amount)
    target.deposit(amount)


ada, bob = Account("Ada", 1200.5), Account("Bob")
transfer(ada, bob, 700)
try:
    transfer(ada, bob, 9000)
except InsufficientFunds as error:
    print("refused:", error)
finally:
    print(*sorted([ada, bob], key=lambda a: -a.balance), sep="\n")
for kind, amount in bob.history:
    print(f"{kind:>12} {amount:10.2f}")
