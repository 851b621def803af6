using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Tasks.Chat;

/// <summary>What an answer looks like: a STRUCT to SQL, a JSON schema to the model.</summary>
public sealed class AnswerSchema
{
    private readonly AnswerType _type;

    private AnswerSchema(AnswerType type) => _type = type;

    /// <summary>The type as SQL writes it, <c>STRUCT("name" VARCHAR, "total" DOUBLE)</c>.</summary>
    public string SqlType => _type.Sql;

    /// <param name="text">
    /// A JSON schema of an object, a type as <c>STRUCT(name VARCHAR, total DOUBLE)</c>, or just its fields, <c>name VARCHAR, total DOUBLE</c>.
    /// </param>
    /// <exception cref="ServerException">InvalidInput: it is none of these. Unsupported: it uses something that answers can't be.</exception>
    public static AnswerSchema Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var type = text.TrimStart().StartsWith('{') ? JsonSchemaReader.Read(text) : SqlTypeReader.Read(text);
        return type is AnswerType.Struct { Fields.Count: > 0 }
            ? new AnswerSchema(type)
            : throw new ServerException(ErrorCode.InvalidInput, $"A schema has named fields, as in STRUCT(name VARCHAR, total DOUBLE); '{text}' has none.");
    }

    internal JsonNode ToJson() => _type.ToJson();

    /// <summary>An answer with the schema's fields only, as JSON.</summary>
    /// <exception cref="FormatException">What is wrong with it.</exception>
    internal string Normalize(JsonElement answer) =>
        (_type.Normalize(answer, "the answer") ?? throw new FormatException("the answer is null")).ToJsonString();
}
