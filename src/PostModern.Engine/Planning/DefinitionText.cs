using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>A definition's statement with its parameters' values in their places.</summary>
internal static class DefinitionText
{
    /// <exception cref="ServerException">Unsupported: the values were not kept.</exception>
    public static string Of(DefinedContent content, string dataset)
    {
        var sql = PositionalParameters.Rewrite(content.Definition.Sql);
        var edits = new List<Edit>();
        foreach (var token in Lexer.Tokenize(sql).Where(t => t.Kind == TokenKind.Parameter))
        {
            var name = token.Text[1..];
            var value = content.Definition.Parameters?.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ServerException(
                    ErrorCode.Unsupported,
                    $"Version {content.Version} of '{dataset}' was made with parameters whose values were not kept, so it can't be made again. Run its statement with CREATE OR REPLACE TABLE.");
            edits.Add(new Edit(token.Start, token.End, $"CAST({(value.Value is { } text ? SqlText.Literal(text) : "NULL")} AS {value.Type})"));
        }

        return SqlText.Apply(sql, edits);
    }
}
