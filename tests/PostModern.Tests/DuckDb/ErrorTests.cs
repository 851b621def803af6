using PostModern.DuckDb;

namespace PostModern.Tests.DuckDb;

public sealed class ErrorTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Theory]
    [InlineData("SELEC 1", DuckDbErrorType.Parser, "syntax error at or near \"SELEC\"", 0)]
    [InlineData("SELECT 1 +", DuckDbErrorType.Parser, "syntax error at end of input", 10)]
    [InlineData("SELECT * FROM nowhere", DuckDbErrorType.Catalog, "Table with name nowhere does not exist!", 14)]
    [InlineData("SELECT nope FROM (SELECT 1 AS a)", DuckDbErrorType.Binder, "Referenced column \"nope\" not found", 7)]
    [InlineData("SELECT no_such_function(1)", DuckDbErrorType.Catalog, "no_such_function", 7)]
    [InlineData("SELECT 'ü', nope", DuckDbErrorType.Binder, "nope", 13)]
    public void A_wrong_statement_fails_when_prepared_with_class_text_and_position(string sql, DuckDbErrorType type, string message, int position)
    {
        var error = Assert.Throws<DuckDbException>(() => _db.Connection.Prepare(sql));

        Assert.Equal((type, position), (error.ErrorType, error.Position));
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain("exception_type", error.Message);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Theory]
    [InlineData("SELECT CAST('x' AS INTEGER)", DuckDbErrorType.Conversion)]
    [InlineData("SELECT 9223372036854775807 + i FROM range(1, 2) t(i)", DuckDbErrorType.OutOfRange)]
    [InlineData("INSERT INTO t VALUES (1)", DuckDbErrorType.Constraint)]
    [InlineData("SELECT * FROM read_csv('/no/such/file')", DuckDbErrorType.IO)]
    [InlineData("COMMIT", DuckDbErrorType.TransactionContext)]
    public void A_failing_statement_has_a_class(string sql, DuckDbErrorType type)
    {
        _db.Connection.Execute("CREATE TABLE t(a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");

        Assert.Equal(type, Assert.Throws<DuckDbException>(() => _db.Connection.Query(sql)).ErrorType);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void Several_statements_at_once_are_refused()
    {
        var error = Assert.Throws<DuckDbException>(() => _db.Connection.Prepare("SELECT 1; SELECT 2"));

        Assert.Contains("holds 2", error.Message);
    }

    [Fact]
    public void An_empty_statement_is_refused() =>
        Assert.Contains("holds 0", Assert.Throws<DuckDbException>(() => _db.Connection.Prepare(" -- nothing")).Message);

    [Fact]
    public void A_pivot_without_its_values_can_be_prepared()
    {
        _db.Connection.Execute("CREATE TABLE t AS SELECT * FROM (VALUES ('a', 1), ('b', 2), ('a', 3)) t(k, v)");
        using var statement = _db.Connection.Prepare("PIVOT t ON k USING sum(v)");
        using var stream = statement.Execute(CancellationToken.None);
        using var batch = stream.Read(CancellationToken.None)!;

        Assert.Equal(["a", "b"], batch.Schema.Fields.Select(field => field.Name));
    }

    [Fact]
    public void Errors_are_told_apart_even_when_a_user_turns_json_errors_off()
    {
        _db.Connection.Execute("SET errors_as_json = false");

        var error = Assert.Throws<DuckDbException>(() => _db.Connection.Prepare("SELECT * FROM nowhere"));

        Assert.Equal(DuckDbErrorType.Catalog, error.ErrorType);
        Assert.StartsWith("Table with name nowhere does not exist!", error.Message);
    }

    [Theory]
    [InlineData(null, DuckDbErrorType.Invalid, "DuckDB failed without saying why.")]
    [InlineData("no class at all", DuckDbErrorType.Invalid, "no class at all")]
    [InlineData("Binder Error: {\"exception_type\" is not json", DuckDbErrorType.Binder, "{\"exception_type\" is not json")]
    [InlineData("{\"exception_type\":\"Out of Memory\",\"exception_message\":\"full\"}", DuckDbErrorType.OutOfMemory, "full")]
    [InlineData("{\"exception_type\":\"INTERRUPT\",\"exception_message\":\"Interrupted!\"}", DuckDbErrorType.Interrupt, "Interrupted!")]
    public void Error_texts_of_all_forms_are_read(string? text, DuckDbErrorType type, string message) =>
        Assert.Equal(new ErrorText(type, message, null), ErrorText.Parse(text));
}
