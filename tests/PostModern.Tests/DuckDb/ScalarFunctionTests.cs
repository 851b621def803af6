using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public void A_function_computes_rows_in_sql()
    {
        Register(Twice);

        Assert.Equal([0L, 2L, 4L], _db.Rows("SELECT twice(i) FROM range(3) t(i)").Select(row => row[0]));
        Assert.Equal(2L * (999_999L * 1_000_000 / 2), Convert.ToInt64(_db.Value("SELECT sum(twice(i)) FROM range(1000000) t(i)"), null));
    }

    [Fact]
    public void Null_rows_are_passed_to_the_function()
    {
        Register(new ScalarFunction
        {
            Name = "is_missing",
            Parameters = [ArrowTypes.Utf8],
            ReturnType = ArrowTypes.Boolean,
            Invoke = call => Build(ArrowTypes.Boolean, call, row => call.Arguments.Columns[0].IsNull(row)),
        });

        Assert.Equal([false, true, false], _db.Rows("SELECT is_missing(x) FROM (VALUES ('a'), (NULL), ('')) t(x)").Select(row => row[0]));
    }

    [Fact]
    public void Nulls_come_back_as_nulls()
    {
        Register(Twice);

        Assert.Equal([null, 4L], _db.Rows("SELECT twice(x) FROM (VALUES (NULL), (2)) t(x)").Select(row => row[0]));
    }

    [Fact]
    public void Binding_sees_types_and_constants_and_the_caller()
    {
        FunctionBinding? seen = null;
        Register(Anything("look", call => Build(ArrowTypes.Utf8, call, _ => "x"), binding => seen = binding));

        _db.Rows("SELECT look(i, 'a' || 'b', {'model': 'blip', 'top': 3}, NULL) FROM range(1) t(i)");

        Assert.Equal(_db.Connection.Id, seen!.ConnectionId);
        Assert.Equal([false, true, true, true], seen.Arguments.Select(argument => argument.IsConstant));
        Assert.Equal([ArrowTypes.Int64, ArrowTypes.Utf8], seen.Arguments.Take(2).Select(argument => argument.Type));
        Assert.Equal("ab", seen.Arguments[1].Value);
        Assert.Equal(new Dictionary<string, object?> { ["model"] = "blip", ["top"] = 3 }, seen.Arguments[2].Value);
        Assert.Null(seen.Arguments[3].Value);
    }

    [Fact]
    public void What_binding_returns_is_handed_to_the_call()
    {
        Register(Anything("echo", call => Build(ArrowTypes.Utf8, call, _ => call.BindData), binding => binding.Arguments[^1].Value));

        Assert.Equal(["p", "q"], _db.Rows("SELECT echo(i, 'p'), echo(i, 'q') FROM range(1) t(i)")[0]);
    }

    [Fact]
    public void A_struct_of_options_arrives_in_every_row()
    {
        Register(Anything("option", call => Build(
            ArrowTypes.Utf8, call, row => ((Dictionary<string, object?>)ColumnValue.Get(call.Arguments.Columns[1], row)!)["model"])));

        Assert.Equal(["m", "m"], _db.Rows("SELECT option(i, {'model': 'm', 'n': 1}) FROM range(2) t(i)").Select(row => row[0]));
    }

    [Fact]
    public void A_binding_that_fails_keeps_its_code_and_message()
    {
        Register(Anything("strict", call => throw new InvalidOperationException(), _ =>
            throw new ServerException(ErrorCode.NotFound, "No model 'nope'; there are: a, b.")));

        var error = Assert.Throws<ServerException>(() => _db.Rows("SELECT strict(1)"));

        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal("No model 'nope'; there are: a, b.", error.Message);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void A_call_that_fails_keeps_its_code_and_message()
    {
        Register(Anything("broken", _ => throw new ServerException(ErrorCode.Unavailable, "The model server is down.")));

        var error = Assert.Throws<ServerException>(() => _db.Rows("SELECT broken(i) FROM range(300000) t(i)"));

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Equal("The model server is down.", error.Message);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void Another_exception_is_the_cause_of_the_error()
    {
        Register(Anything("buggy", _ => throw new InvalidOperationException("A bug of ours.")));

        var error = Assert.Throws<DuckDbException>(() => _db.Rows("SELECT buggy(i) FROM range(3) t(i)"));

        Assert.Equal("A bug of ours.", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void A_failure_that_sql_caught_is_not_taken_for_a_later_one()
    {
        Register(Anything("broken", _ => throw new ServerException(ErrorCode.Unavailable, "The model server is down.")));

        var error = Assert.Throws<DuckDbException>(() => _db.Rows("SELECT TRY(broken(1)), error('something else')"));

        Assert.Equal("something else", error.Message);
    }

    [Fact]
    public void Failures_stay_with_the_connection_that_they_happened_on()
    {
        using var other = _db.Database.Connect();
        Register(Anything("whose", call => throw new ServerException(ErrorCode.Conflict, $"Called by {call.ConnectionId}.")));

        var mine = Assert.Throws<ServerException>(() => _db.Rows("SELECT whose(1)"));
        var theirs = Assert.Throws<ServerException>(() => other.Query("SELECT whose(1)"));

        Assert.Equal($"Called by {_db.Connection.Id}.", mine.Message);
        Assert.Equal($"Called by {other.Id}.", theirs.Message);
    }

    [Fact]
    public void A_wrong_result_is_our_own_bug()
    {
        Register(Anything("short", _ => ColumnBuilder.Create(ArrowTypes.Utf8).Build()));

        Assert.Equal(ErrorCode.Internal, Assert.Throws<ServerException>(() => _db.Rows("SELECT short(1)")).Code);
    }

    [Fact]
    public void A_volatile_function_runs_for_each_row_of_a_constant()
    {
        var calls = 0;
        Register(new ScalarFunction
        {
            Name = "tick",
            Parameters = [null],
            ReturnType = ArrowTypes.Int64,
            IsVolatile = true,
            Invoke = call => Build(ArrowTypes.Int64, call, _ => (long)Interlocked.Increment(ref calls)),
        });

        Assert.Equal(5L, _db.Value("SELECT count(DISTINCT tick(7)) FROM range(5)"));
    }

    [Fact]
    public void A_function_without_parameters_can_be_called()
    {
        Register(new ScalarFunction
        {
            Name = "answer",
            Parameters = [],
            ReturnType = ArrowTypes.Int32,
            Invoke = call => Build(ArrowTypes.Int32, call, _ => 42),
        });

        Assert.Equal(42, _db.Value("SELECT answer()"));
    }

    [Fact]
    public void An_open_parameter_can_be_an_argument()
    {
        Register(Twice);
        Register(Anything("look", call => Build(ArrowTypes.Utf8, call, row => $"{ColumnValue.Get(call.Arguments.Columns[0], row)}")));
        using var statement = _db.Connection.Prepare("SELECT twice(?), look(?)");
        var values = ColumnBuilder.Create(ArrowTypes.Int64);
        values.AppendValue(21L);
        var column = values.Build();
        statement.Bind(0, column, 0);
        statement.Bind(1, column, 0);

        using var stream = statement.Execute(CancellationToken.None);
        using var batch = stream.Read(CancellationToken.None)!;

        Assert.Equal([42L, "21"], InMemory.Rows(batch)[0]);
    }

    private static ScalarFunction Twice => new()
    {
        Name = "twice",
        Parameters = [ArrowTypes.Int64],
        ReturnType = ArrowTypes.Int64,
        Invoke = call => Build(ArrowTypes.Int64, call, row => call.Arguments.Columns[0].IsNull(row) ? null : 2 * call.Arguments.Columns[0].Values<long>()[row]),
    };

    private static ScalarFunction Anything(string name, Func<FunctionCall, Column> invoke, Func<FunctionBinding, object?>? bind = null) => new()
    {
        Name = name,
        Parameters = [null],
        VarArgs = true,
        ReturnType = ArrowTypes.Utf8,
        Bind = bind,
        Invoke = invoke,
    };

    private static Column Build(ArrowType type, FunctionCall call, Func<int, object?> value)
    {
        var builder = ColumnBuilder.Create(type);
        for (var row = 0; row < call.Arguments.Length; row++)
        {
            builder.AppendValue(value(row));
        }

        return builder.Build();
    }

    private void Register(ScalarFunction function) => _db.Connection.Register(function);
}
