"""Stands in for `ssl`, which Workers ships and npm's builds of Pyodide before 314 do not have.

anyio imports it for the names of its classes; nothing here opens a connection.
"""


class SSLContext: ...


class SSLError(OSError): ...


class SSLObject: ...


class SSLSocket: ...


class SSLEOFError(SSLError): ...


class SSLWantReadError(SSLError): ...


class SSLWantWriteError(SSLError): ...


class SSLSyscallError(SSLError): ...
