from ....toofar import x
