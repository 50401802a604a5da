class A(B): pass
class B(A):
    def __init__(self): self.x = self; self.x.x = A()
for A.x in [A.x for A.x in A]: del A
