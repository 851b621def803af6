using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Objects;

public sealed class LocalListingTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalObjectStore _store;

    public LocalListingTests() => _store = new LocalObjectStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_tells_everything_about_a_file()
    {
        _folder.Write("in/My Photo#1.JPG", "12345");
        var modified = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc).AddTicks(1234567);
        File.SetLastWriteTimeUtc(_folder.At("in/My Photo#1.JPG"), modified);

        var row = Assert.Single(await ListAsync("in/*"));
        Assert.Equal("in/My Photo#1.JPG", row.Path);
        Assert.Equal("My Photo#1.JPG", row.Name);
        Assert.Equal("jpg", row.Extension);
        Assert.Equal(5, row.Size);
        Assert.Equal(new DateTimeOffset(modified.AddTicks(-7)), row.Modified); // whole microseconds
        Assert.Equal("image/jpeg", row.ContentType);
        Assert.Null(row.Version);
        Assert.Null(row.Error);
        Assert.Equal("file://" + _folder.Path + "/in/My%20Photo%231.JPG", row.Obj!.Uri);
        Assert.Equal((row.Size, row.Modified, row.Etag, row.ContentType), (row.Obj.Size, row.Obj.Modified, row.Obj.Etag, row.Obj.ContentType));
    }

    [Fact]
    public async Task A_folder_is_not_read_before_it_is_the_turn_of_its_rows()
    {
        _folder.With("a/1.txt", "b/2.txt");
        await using var rows = _store.ListAsync("**/*.txt").GetAsyncEnumerator();
        Assert.True(await rows.MoveNextAsync());
        Assert.Equal("a/1.txt", rows.Current.Path);

        _folder.With("b/added meanwhile.txt");
        Assert.True(await rows.MoveNextAsync());
        Assert.Equal("b/2.txt", rows.Current.Path);
        Assert.True(await rows.MoveNextAsync());
        Assert.Equal("b/added meanwhile.txt", rows.Current.Path);
    }

    [Fact]
    public async Task Names_come_in_the_order_of_their_bytes()
    {
        _folder.With("ä.txt", "z.txt", "Z.txt", "\U0001F600.txt", "\uE000.txt", "0.txt", new string('n', 250) + ".txt");
        Assert.Equal(
            ["0.txt", "Z.txt", new string('n', 250) + ".txt", "z.txt", "ä.txt", "\uE000.txt", "\U0001F600.txt"],
            (await ListAsync("*.txt")).Select(r => r.Path));
    }

    [Fact]
    public async Task A_cancelled_listing_throws()
    {
        _folder.With("1.txt", "2.txt");
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var unused in _store.ListAsync("*", source.Token))
            {
                await source.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Links_that_form_loops_end_and_every_file_is_still_found()
    {
        _folder.With("a/one.txt", "b/two.txt");
        Link("a/up", "..");
        Link("a/to-b", "../b");
        Link("b/to-a", "../a");

        var paths = (await ListAsync("**/*.txt")).Select(r => r.Path).ToList();
        Assert.Contains("a/one.txt", paths);
        Assert.Contains("b/two.txt", paths);
        Assert.Equal(["a/one.txt", "a/to-b/two.txt", "b/to-a/one.txt", "b/two.txt"], paths);
    }

    [Fact]
    public async Task A_link_to_itself_is_a_row_with_an_error()
    {
        _folder.With("fine.txt");
        Link("loop.txt", "loop.txt");

        var rows = await ListAsync("*.txt");
        Assert.Equal(["fine.txt", "loop.txt"], rows.Select(r => r.Path));
        Assert.Contains("symbolic links", rows[1].Error, StringComparison.OrdinalIgnoreCase);
        Assert.Null(rows[1].Obj);
        Assert.Null(rows[1].Size);
    }

    [Fact]
    public async Task A_link_to_nothing_is_a_row_with_an_error()
    {
        _folder.With("a/fine.txt");
        Link("a/gone.txt", "nowhere");

        Assert.Equal([null, "No such file or directory"], (await ListAsync("a/*.txt")).Select(r => r.Error));
    }

    [Fact]
    public void An_unreadable_folder_is_a_row_with_an_error_and_the_others_are_listed()
    {
        _folder.With("a/1.txt", "locked/2.txt", "z/3.txt");
        var walk = new LocalWalk(
            GlobPattern.Parse("**")[0].Segments,
            folder => folder.EndsWith("locked", StringComparison.Ordinal)
                ? throw new UnauthorizedAccessException("Access is denied.")
                : LocalWalk.ReadFolder(folder));

        var rows = walk.Below(_folder.Path, "").ToList();
        Assert.Equal(["a/1.txt", "locked", "z/3.txt"], rows.Select(r => r.Path));
        Assert.Equal([null, "Cannot read this folder: Access is denied.", null], rows.Select(r => r.Error));
    }

    [Fact]
    public void An_unreadable_root_is_an_error()
    {
        var walk = new LocalWalk(GlobPattern.Parse("*")[0].Segments, _ => throw new UnauthorizedAccessException("Access is denied."));

        var error = Assert.Throws<ServerException>(() => walk.Below(_folder.Path, "").ToList());
        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
        Assert.Equal($"Cannot read the folder '{_folder.Path}': Access is denied.", error.Message);
    }

    [SkippableForRootFact]
    public async Task A_folder_without_permission_is_a_row_with_an_error()
    {
        _folder.With("locked/2.txt");
        _folder.SetMode("locked", UnixFileMode.None);
        try
        {
            Assert.StartsWith("Cannot read this folder", Assert.Single(await ListAsync("**")).Error, StringComparison.Ordinal);
            var root = await Assert.ThrowsAsync<ServerException>(() => ListAsync("locked/*"));
            Assert.Equal(ErrorCode.PermissionDenied, root.Code);
        }
        finally
        {
            _folder.SetMode("locked", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Other_schemes_are_refused_by_name()
    {
        var stores = new ObjectStores(_folder.Path);
        _folder.With("c:d.txt");
        Assert.Same(stores.Local, stores.For("a:b.txt"));
        Assert.Single(await ListAsync("c:d.txt"));
        var error = Assert.Throws<ServerException>(() => stores.For("gopher://x/y"));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("'gopher:'", error.Message, StringComparison.Ordinal);
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(_folder.At(name), target);

    private async Task<List<ObjectListing>> ListAsync(string pattern)
    {
        var rows = new List<ObjectListing>();
        await foreach (var row in _store.ListAsync(pattern))
        {
            rows.Add(row);
        }

        return rows;
    }
}
