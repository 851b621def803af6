using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary><c>files(pattern)</c> and <c>list_files(pattern)</c>: a folder's files as rows, listed while they are read.</summary>
internal sealed class FilesFunction(ObjectStores stores, StatementContexts contexts)
{
    public IEnumerable<TableFunction> Functions() => [Function("files"), Function("list_files")];

    private TableFunction Function(string name) => new() { Name = name, Parameters = [ArrowTypes.Utf8], Bind = binding => Bind(name, binding) };

    private BoundTable Bind(string function, TableFunctionBinding binding)
    {
        var pattern = binding.Arguments[0] as string
            ?? throw new ServerException(ErrorCode.InvalidInput, "files: the pattern is NULL. Give one, such as files('photos/**/*.jpg').");
        var store = stores.For(pattern);
        return new BoundTable
        {
            Schema = ObjectTable.Schema,
            Scan = (columns, cancellation) => ObjectTable.ScanAsync(
                contexts.Noted(binding, store.ListAsync(pattern, cancellation), function, pattern), columns, cancellation),
        };
    }
}
