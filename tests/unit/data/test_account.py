from topomaps.data.account import Account, read_account


def test_inputs_left_out_are_counted_by_their_reason():
    account = Account(100, {"is empty": ("a.png",)}, ("a note",))
    account = account.without({"b.png": "is cut off", "c.png": "is empty"}, ["another"])
    assert account.left_out == {"is empty": ("a.png", "c.png"), "is cut off": ("b.png",)}
    assert account.notes == ("a note", "another")
    assert (account.n_left_out, account.n_used, account.share) == (3, 97, 0.03)


def test_inputs_that_may_be_missing_do_not_count_in_the_share():
    account = Account(100, {"is not there": tuple(map(str, range(60)))}, n_accepted=60)
    assert account.share == 0
    assert account.without({"a": "is empty"}).share == 1 / 40


def test_nothing_is_left_out_of_nothing():
    assert Account(0).share == 0


def test_an_account_comes_back_from_its_text():
    account = Account(3, {"ist leer": ("Bären/ü.png", "b.png")}, ("a note",), 1)
    assert read_account(account.text()) == account
