using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Tasks.Chat;

namespace PostModern.Tests.Models.Tasks.Chat;

/// <summary>Schemas of answers, as SQL types and as JSON schemas.</summary>
public sealed class AnswerSchemaTests
{
    [Theory]
    [InlineData("a INT, b TEXT", "STRUCT(\"a\" INTEGER, \"b\" VARCHAR)")]
    [InlineData("struct(a bigint[], \"odd \"\"name\" decimal(9, 2))", "STRUCT(\"a\" BIGINT[], \"odd \"\"name\" DECIMAL(9,2))")]
    [InlineData("kind ENUM('x', 'it''s'), items STRUCT(n DOUBLE)[][]", "STRUCT(\"kind\" VARCHAR, \"items\" STRUCT(\"n\" DOUBLE)[][])")]
    [InlineData("""{"type":"object","properties":{"n":{"type":["integer","null"]},"l":{"type":"array","items":{"enum":["a"]}}}}""", "STRUCT(\"n\" BIGINT, \"l\" VARCHAR[])")]
    public void A_schema_has_a_SQL_type(string schema, string type) => Assert.Equal(type, AnswerSchema.Parse(schema).SqlType);

    [Fact]
    public void A_schema_goes_to_the_server_with_every_field_required_and_possibly_null() => Assert.Equal(
        """{"type":["object","null"],"properties":{"n":{"type":["integer","null"]}},"required":["n"],"additionalProperties":false}""",
        AnswerSchema.Parse("n INT").ToJson().ToJsonString());

    [Theory]
    [InlineData("""{"n": 3.0, "x": 1}""", """{"n":3}""")]
    [InlineData("""{"n": null}""", """{"n":null}""")]
    public void An_answer_keeps_the_fields_of_the_schema(string answer, string kept) => Assert.Equal(kept, Normalize("n TINYINT", answer));

    [Theory]
    [InlineData("n TINYINT", """{"n": 128}""", "'n' is 128, not a whole number between -128 and 127")]
    [InlineData("n INT", """{}""", "the answer lacks 'n'")]
    [InlineData("n INT", """[1]""", "the answer is Array, not an object")]
    [InlineData("n INT", """null""", "the answer is null")]
    [InlineData("d DATE", """{"d": "31.12.2024"}""", "'d' is '31.12.2024', not a date")]
    [InlineData("d DECIMAL(3,1)", """{"d": 100}""", "'d' is 100, too large for DECIMAL(3,1)")]
    [InlineData("b BOOLEAN", """{"b": "yes"}""", "'b' is String, not true or false")]
    [InlineData("k ENUM('a', 'b')", """{"k": "c"}""", "'k' is 'c', none of a, b")]
    [InlineData("l INT[]", """{"l": [1, "2"]}""", "'l'[1] is String, not a number")]
    public void What_is_wrong_with_an_answer_is_said(string schema, string answer, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<FormatException>(() => Normalize(schema, answer)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a INT,")]
    [InlineData("STRUCT(a INT")]
    [InlineData("a DECIMAL(x)")]
    [InlineData("a INT) FROM t")]
    [InlineData("{}")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/x"}}}""")]
    [InlineData("""{"type":"object","properties":3}""")]
    public void What_is_no_schema_is_an_error_of_the_user(string schema) =>
        Assert.True(Assert.Throws<ServerException>(() => AnswerSchema.Parse(schema)).Code is ErrorCode.InvalidInput or ErrorCode.Unsupported);

    private static string Normalize(string schema, string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return AnswerSchema.Parse(schema).Normalize(document.RootElement);
    }
}
