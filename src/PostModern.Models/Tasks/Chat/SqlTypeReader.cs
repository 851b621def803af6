using System.Globalization;
using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tasks.Chat;

/// <summary>Reads a type as SQL writes it, <c>STRUCT(name VARCHAR, items STRUCT(title VARCHAR, price DECIMAL(9,2))[])</c>, or the fields of one.</summary>
internal sealed partial class SqlTypeReader
{
    private readonly string _text;
    private readonly List<string> _tokens;
    private int _at;

    private SqlTypeReader(string text)
    {
        _text = text;
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    /// <exception cref="ServerException">InvalidInput: it is no such type. Unsupported: a type that answers can't have.</exception>
    public static AnswerType Read(string text)
    {
        var reader = new SqlTypeReader(text);
        var isType = reader.Peek().Equals("STRUCT", StringComparison.OrdinalIgnoreCase) && reader.Peek(1) == "(";
        var type = isType ? reader.ReadType() : new AnswerType.Struct(reader.ReadFields());
        return reader._at == reader._tokens.Count ? type : throw reader.Unexpected("the end");
    }

    private string Peek(int ahead = 0) => _at + ahead < _tokens.Count ? _tokens[_at + ahead] : "";

    private AnswerType ReadType()
    {
        var type = ReadSingle();
        while (Peek() == "[")
        {
            _at++;
            Expect("]");
            type = new AnswerType.List(type);
        }

        return type;
    }

    private AnswerType ReadSingle()
    {
        var name = ReadName("a type").ToUpperInvariant();
        switch (name)
        {
            case "STRUCT" or "ROW":
                Expect("(");
                var fields = ReadFields();
                Expect(")");
                return new AnswerType.Struct(fields);
            case "ENUM":
                return new AnswerType.Text(ReadArguments().ConvertAll(a => a.Trim('\'').Replace("''", "'", StringComparison.Ordinal)));
            case "DECIMAL" or "NUMERIC":
                return OfDecimal(Peek() == "(" ? ReadArguments() : ["18", "3"]);
            case "VARCHAR" or "TEXT" or "STRING" or "CHAR":
                _ = Peek() == "(" ? ReadArguments() : [];
                return new AnswerType.Text([]);
            default:
                return Simple(name);
        }
    }

    private List<(string Name, AnswerType Type, string? Description)> ReadFields()
    {
        var fields = new List<(string, AnswerType, string?)>();
        do
        {
            fields.Add((ReadName("a field's name"), ReadType(), null));
        }
        while (TryTake(","));
        return fields;
    }

    private static AnswerType Simple(string name) => name switch
    {
        "TINYINT" => new AnswerType.Whole(name, sbyte.MinValue, sbyte.MaxValue),
        "SMALLINT" => new AnswerType.Whole(name, short.MinValue, short.MaxValue),
        "INTEGER" or "INT" => new AnswerType.Whole("INTEGER", int.MinValue, int.MaxValue),
        "BIGINT" or "LONG" => new AnswerType.Whole("BIGINT", long.MinValue, long.MaxValue),
        "UTINYINT" => new AnswerType.Whole(name, 0, byte.MaxValue),
        "USMALLINT" => new AnswerType.Whole(name, 0, ushort.MaxValue),
        "UINTEGER" => new AnswerType.Whole(name, 0, uint.MaxValue),
        "UBIGINT" => new AnswerType.Whole(name, 0, ulong.MaxValue),
        "FLOAT" or "REAL" => new AnswerType.Number("FLOAT", float.MaxValue),
        "DOUBLE" => new AnswerType.Number("DOUBLE", double.MaxValue),
        "BOOLEAN" or "BOOL" => new AnswerType.Truth(),
        "DATE" => new AnswerType.Moment("DATE"),
        "TIMESTAMP" or "DATETIME" => new AnswerType.Moment("TIMESTAMP"),
        _ => throw new ServerException(
            ErrorCode.Unsupported, $"An answer can't have the type {name}, only VARCHAR, ENUM, whole numbers, FLOAT, DOUBLE, DECIMAL, BOOLEAN, DATE, TIMESTAMP, STRUCT and lists of them."),
    };

    private AnswerType.Number OfDecimal(List<string> arguments)
    {
        if (!int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var precision)
            || !int.TryParse(arguments.ElementAtOrDefault(1) ?? "0", CultureInfo.InvariantCulture, out var scale))
        {
            throw Unexpected("DECIMAL(digits, digits after the point)");
        }

        // What is rounded up to the next power of ten wouldn't fit any more.
        return new AnswerType.Number($"DECIMAL({precision},{scale})", Math.Pow(10, precision - scale) - 1);
    }

    private List<string> ReadArguments()
    {
        Expect("(");
        var arguments = new List<string>();
        do
        {
            arguments.Add(Peek());
            _at++;
        }
        while (TryTake(","));
        Expect(")");
        return arguments;
    }

    private string ReadName(string what)
    {
        var token = Peek();
        if (token.Length == 0 || !(token[0] is '"' or '_' || char.IsLetter(token[0])))
        {
            throw Unexpected(what);
        }

        _at++;
        return token[0] == '"' ? token[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : token;
    }

    private bool TryTake(string symbol)
    {
        var isNext = Peek() == symbol;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private void Expect(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Unexpected(symbol);
        }
    }

    private ServerException Unexpected(string wanted) => new(
        ErrorCode.InvalidInput, $"'{_text}' is no schema: expected {wanted}, found {(Peek().Length > 0 ? $"\"{Peek()}\"" : "the end")}. Write fields with their types, as in name VARCHAR, total DOUBLE, or a JSON schema.");

    [GeneratedRegex("""
        "(?:[^"]|"")*"|'(?:[^']|'')*'|\w+|[^\s\w]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
