"""The numbers of libclang's cursor and type kinds and operators that the translation names."""

from __future__ import annotations

# declarations
STRUCT_DECL, UNION_DECL, CLASS_DECL, ENUM_DECL = 2, 3, 4, 5
FIELD_DECL, ENUM_CONSTANT_DECL, FUNCTION_DECL, VAR_DECL, PARM_DECL = 6, 7, 8, 9, 10
TYPEDEF_DECL, CXX_METHOD, NAMESPACE, LINKAGE_SPEC = 20, 21, 22, 23
CONSTRUCTOR, DESTRUCTOR, CONVERSION_FUNCTION = 24, 25, 26
FUNCTION_TEMPLATE, CLASS_TEMPLATE, PARTIAL_SPECIALIZATION = 30, 31, 32
BASE_SPECIFIER = 44
# references
TYPE_REF, TEMPLATE_REF, NAMESPACE_REF, MEMBER_REF, LABEL_REF = 43, 45, 46, 47, 48
OVERLOADED_DECL_REF = 49
# expressions
UNEXPOSED_EXPR, DECL_REF_EXPR, MEMBER_REF_EXPR, CALL_EXPR = 100, 101, 102, 103
INTEGER_LITERAL, FLOATING_LITERAL, STRING_LITERAL, CHARACTER_LITERAL = 106, 107, 109, 110
PAREN_EXPR, UNARY_OPERATOR, SUBSCRIPT_EXPR, BINARY_OPERATOR = 111, 112, 113, 114
COMPOUND_ASSIGNMENT, CONDITIONAL, C_STYLE_CAST, COMPOUND_LITERAL = 115, 116, 117, 118
INIT_LIST, STATEMENT_EXPR, GNU_NULL = 119, 121, 123
STATIC_CAST, DYNAMIC_CAST, REINTERPRET_CAST, CONST_CAST, FUNCTIONAL_CAST = 124, 125, 126, 127, 128
BOOL_LITERAL, NULLPTR_LITERAL, THIS_EXPR, THROW_EXPR = 130, 131, 132, 133
NEW_EXPR, DELETE_EXPR, UNARY_TRAIT, LAMBDA_EXPR = 134, 135, 136, 144
# statements
UNEXPOSED_STMT, LABEL_STMT, COMPOUND_STMT, CASE_STMT, DEFAULT_STMT = 200, 201, 202, 203, 204
IF_STMT, SWITCH_STMT, WHILE_STMT, DO_STMT, FOR_STMT = 205, 206, 207, 208, 209
GOTO_STMT, INDIRECT_GOTO_STMT, CONTINUE_STMT, BREAK_STMT, RETURN_STMT = 210, 211, 212, 213, 214
ASM_STMT, CATCH_STMT, CXX_TRY_STMT, FOR_RANGE_STMT = 215, 223, 224, 225
SEH_TRY, SEH_EXCEPT, SEH_FINALLY, MS_ASM_STMT, NULL_STMT, DECL_STMT = 226, 227, 228, 229, 230, 231
SEH_LEAVE = 247

FUNCTION_KINDS = frozenset(
    {FUNCTION_DECL, CXX_METHOD, CONSTRUCTOR, DESTRUCTOR, CONVERSION_FUNCTION}
)
RECORD_KINDS = frozenset({STRUCT_DECL, UNION_DECL, CLASS_DECL})
TEMPLATE_KINDS = frozenset({FUNCTION_TEMPLATE, CLASS_TEMPLATE, PARTIAL_SPECIALIZATION})
SCOPE_KINDS = frozenset({NAMESPACE, LINKAGE_SPEC, STRUCT_DECL, UNION_DECL, CLASS_DECL})
CAST_KINDS = frozenset(
    {C_STYLE_CAST, STATIC_CAST, DYNAMIC_CAST, REINTERPRET_CAST, CONST_CAST, FUNCTIONAL_CAST}
)

# types
T_VOID = 2
T_DEPENDENT, T_POINTER, T_LVALUE_REFERENCE, T_RVALUE_REFERENCE = 26, 101, 103, 104
T_RECORD, T_ENUM, T_TYPEDEF, T_FUNCTION_NO_PROTO, T_FUNCTION = 105, 106, 107, 110, 111
T_CONSTANT_ARRAY, T_INCOMPLETE_ARRAY, T_VARIABLE_ARRAY, T_DEPENDENT_ARRAY = 112, 114, 115, 116
T_ELABORATED = 119
ARRAY_TYPES = frozenset({T_CONSTANT_ARRAY, T_INCOMPLETE_ARRAY, T_VARIABLE_ARRAY, T_DEPENDENT_ARRAY})
REFERENCE_TYPES = frozenset({T_LVALUE_REFERENCE, T_RVALUE_REFERENCE})
FUNCTION_TYPES = frozenset({T_FUNCTION_NO_PROTO, T_FUNCTION})

# canonical kind: (bits, signed) for the target, where `long` has 32 bits
INTEGERS: dict[int, tuple[int, bool]] = {
    3: (1, False),
    4: (8, False),
    5: (8, False),
    6: (16, False),
    7: (32, False),
    8: (16, False),
    9: (32, False),
    10: (32, False),
    11: (64, False),
    13: (8, True),
    14: (8, True),
    15: (16, False),
    16: (16, True),
    17: (32, True),
    18: (32, True),
    19: (64, True),
    T_ENUM: (32, True),
}

# the library's own spelling functions crash for some values
BINARY_OPERATORS: dict[int, str] = dict(
    enumerate(
        (
            *(".", "->*", "*", "/", "%", "+", "-", "<<", ">>", "<=>", "<", ">", "<=", ">=", "=="),
            *("!=", "&", "^", "|", "&&", "||", "=", "*=", "/=", "%=", "+=", "-=", "<<=", ">>="),
            *("&=", "^=", "|=", ","),
        ),
        start=1,
    )
)
UNARY_OPERATORS: dict[int, str] = dict(
    enumerate(
        (
            *("x++", "x--", "++x", "--x", "&", "*", "+", "-", "~", "!"),
            *("__real", "__imag", "__extension__", "co_await"),
        ),
        start=1,
    )
)
