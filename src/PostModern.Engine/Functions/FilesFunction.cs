using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary>
/// <c>files(pattern)</c> and <c>list_files(uri, recursive := true)</c>: a folder's files as rows, listed while they are read.
/// </summary>
internal sealed class FilesFunction(ObjectStores stores, StatementContexts contexts)
{
    private const string Recursive = "recursive";

    public IEnumerable<TableFunction> Functions() =>
    [
        Function("files", []),
        Function("list_files", new Dictionary<string, ArrowType?> { [Recursive] = ArrowTypes.Boolean }),
    ];

    private TableFunction Function(string name, Dictionary<string, ArrowType?> named) =>
        new() { Name = name, Parameters = [ArrowTypes.Utf8], NamedParameters = named, Bind = binding => Bind(name, binding) };

    private BoundTable Bind(string function, TableFunctionBinding binding)
    {
        var pattern = binding.Arguments[0] as string
            ?? throw new ServerException(ErrorCode.InvalidInput, $"{function}: the pattern is NULL. Give one, such as {function}('photos/**/*.jpg').");
        if (binding.NamedArguments.GetValueOrDefault(Recursive) is false)
        {
            pattern = OneLevel(pattern);
        }

        var store = stores.For(pattern);
        return new BoundTable
        {
            Schema = ObjectTable.Schema,
            Scan = (columns, cancellation) => ObjectTable.ScanAsync(
                contexts.Noted(binding, store.ListAsync(pattern, cancellation), function, pattern), columns, cancellation),
        };
    }
    /// <summary>What lies right in a folder. A pattern says itself how far it goes, and so does the name of a file.</summary>
    private string OneLevel(string uri) =>
        uri.AsSpan().ContainsAny("*?[{") ? uri
        : ObjectUri.SchemeOf(uri) is "" or "file" && stores.Local.IsFile(uri) ? uri
        : $"{uri.TrimEnd('/')}/*";
}
