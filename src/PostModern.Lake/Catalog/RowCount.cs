using PostModern.Lake.Delta;

namespace PostModern.Lake.Catalog;

/// <summary>The rows of a table, version after version, at the cost of what each version changed.</summary>
internal sealed class RowCount
{
    private readonly Dictionary<string, long?> _files = [];
    private long _known;
    private int _unknown;

    /// <summary>Null while a file has no statistics.</summary>
    public long? Rows => _unknown == 0 ? _known : null;

    public void Add(AddFile file)
    {
        Remove(file.Path);
        _files.Add(file.Path, file.Rows);
        Count(file.Rows, 1);
    }

    public void Apply(Commit commit)
    {
        foreach (var file in commit.Actions.OfType<RemoveFile>())
        {
            Remove(file.Path);
        }

        foreach (var file in commit.Actions.OfType<AddFile>())
        {
            Add(file);
        }
    }

    private void Remove(string path)
    {
        if (_files.Remove(path, out var rows))
        {
            Count(rows, -1);
        }
    }

    private void Count(long? rows, int sign)
    {
        _known += sign * (rows ?? 0);
        _unknown += rows is null ? sign : 0;
    }
}
