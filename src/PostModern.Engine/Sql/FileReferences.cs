using System.Collections.Frozen;

namespace PostModern.Engine.Sql;

/// <summary>Finds where a statement has DuckDB's own functions read objects: <c>read_parquet('s3://…')</c>, <c>FROM 'https://…'</c>.</summary>
internal static class FileReferences
{
    private static readonly FrozenSet<string> s_functions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "read_parquet", "parquet_scan", "parquet_metadata", "parquet_schema", "parquet_file_metadata", "parquet_kv_metadata", "parquet_full_metadata",
        "parquet_bloom_probe", "read_csv", "read_csv_auto", "sniff_csv", "read_json", "read_json_auto", "read_json_objects", "read_json_objects_auto",
        "read_ndjson", "read_ndjson_auto", "read_ndjson_objects", "read_text", "read_blob");

    private static readonly FrozenSet<string> s_endsOfFrom = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "VALUES", "SET", "ON", "USING", "WINDOW", "QUALIFY", "IN");

    /// <summary>Whether a text is a URL that an object store is asked for.</summary>
    public static bool IsUrl(string text) =>
        text.StartsWith("s3://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <returns>In the order of the text.</returns>
    public static IReadOnlyList<FileReference> Find(string sql)
    {
        if (!sql.Contains("://", StringComparison.Ordinal))
        {
            return [];
        }

        var tokens = Lexer.Tokenize(sql);
        var found = new List<FileReference>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var isCall = tokens[i].IsName && s_functions.Contains(tokens[i].Name) && i + 2 < tokens.Count && tokens[i + 1].IsSymbol("(");
            if ((isCall ? OfCall(tokens, i) : OfName(tokens, i)) is { } reference && reference.Patterns.Any(IsUrl))
            {
                found.Add(reference);
            }
        }

        return found;
    }

    /// <summary>The URL that a text begins with, and the text behind it; null where it begins with anything else.</summary>
    public static (string Url, string Options)? LeadingUrl(string text) =>
        Lexer.Tokenize(text) is [var first, ..] && TextOf(first) is { } url && IsUrl(url) ? (url, text[first.End..].TrimStart()) : null;

    /// <summary>The text that a literal or a quoted name stands for; null for anything else.</summary>
    public static string? TextOf(Token token) => token switch
    {
        { Kind: TokenKind.QuotedName } => token.Name,
        { Kind: TokenKind.String } when token.Text[0] == '\'' => token.Text[1..^1].Replace("''", "'", StringComparison.Ordinal),
        { Kind: TokenKind.String } when token.Text[0] == '$' => token.Text[(token.Text.IndexOf('$', 1) + 1)..token.Text.LastIndexOf('$', token.Text.Length - 2)],
        _ => null,
    };

    /// <summary>A call whose first argument is a literal, or a list of literals.</summary>
    private static FileReference? OfCall(List<Token> tokens, int at)
    {
        var first = at + 2;
        var last = tokens[first].IsSymbol("[") ? tokens.FindIndex(first, t => t.IsSymbol("]")) : first;
        var end = EndOfCall(tokens, at + 1);
        if (last < 0 || end < 0 || !(tokens[last + 1].IsSymbol(",") || tokens[last + 1].IsSymbol(")")))
        {
            return null;
        }

        var texts = tokens[first..(last + 1)].Where(t => !(t.IsSymbol("[") || t.IsSymbol("]") || t.IsSymbol(","))).Select(TextOf).ToList();
        return texts.Contains(null)
            ? null
            : new FileReference(tokens[first].Start, tokens[last].End, tokens[at].Name.ToLowerInvariant(), [.. texts.OfType<string>()])
            {
                Call = (tokens[at].Start, tokens[end].End),
                FileNameColumn = FileNameColumn(tokens, last + 1, end),
            };
    }

    private static int EndOfCall(List<Token> tokens, int open)
    {
        for (var (i, depth) = (open, 0); i < tokens.Count; i++)
        {
            depth += tokens[i].IsSymbol("(") ? 1 : tokens[i].IsSymbol(")") ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static string? FileNameColumn(List<Token> tokens, int from, int to)
    {
        for (var i = from; i + 2 < to; i++)
        {
            if (tokens[i].Is("filename") && (tokens[i - 1].IsSymbol(",") || tokens[i - 1].IsSymbol("("))
                && (tokens[i + 1].IsSymbol("=") || tokens[i + 1].IsSymbol(":=") || tokens[i + 1].IsSymbol("=>")))
            {
                return tokens[i + 2].Is("false") || tokens[i + 2].Text == "0" ? null : TextOf(tokens[i + 2]) ?? "filename";
            }
        }

        return null;
    }

    /// <summary>A quoted name that stands for a table.</summary>
    private static FileReference? OfName(List<Token> tokens, int at) =>
        TextOf(tokens[at]) is { } text && IsUrl(text) && IsTable(tokens, at) ? new FileReference(tokens[at].Start, tokens[at].End, "", [text]) : null;

    private static bool IsTable(List<Token> tokens, int at)
    {
        var depth = 0;
        for (var i = at - 1; i >= 0; i--)
        {
            var token = tokens[i];
            depth += token.IsSymbol(")") || token.IsSymbol("]") ? 1 : token.IsSymbol("(") || token.IsSymbol("[") ? -1 : 0;
            if (depth < 0 || (depth == 0 && s_endsOfFrom.Contains(token.Text)))
            {
                return false;
            }

            if (depth == 0 && (token.Is("FROM") || token.Is("JOIN") || token.Is("TABLE") || token.Is("DESCRIBE") || token.Is("SUMMARIZE") || token.Is("PIVOT")))
            {
                return i == at - 1 || tokens[at - 1].IsSymbol(",");
            }
        }

        return false;
    }
}
