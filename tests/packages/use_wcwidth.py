from wcwidth import list_versions, wcswidth, wcwidth

print([wcwidth(c) for c in 'aä\u0301日\u200b\x00\x07🙂한'], wcswidth('コンニチハ, セカイ!'), wcswidth('a\x1b'), wcswidth('한국어 abc', 5), list_versions()[-3:])
