using System.Text;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Objects;

public sealed class LocalObjectTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalObjectStore _store;

    public LocalObjectTests() => _store = new LocalObjectStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reference_reads_the_bytes_that_it_pins_whole_or_in_part()
    {
        _folder.Write("a.txt", "0123456789");
        var obj = (await _store.TryGetAsync("a.txt"))!;

        Assert.Equal("0123456789", await ReadAsync(obj));
        Assert.Equal("345", Encoding.UTF8.GetString(await _store.ReadAsync(obj, 3, 3)));
        Assert.Equal("89", Encoding.UTF8.GetString(await _store.ReadAsync(obj, 8, 100)));
        Assert.Empty(await _store.ReadAsync(obj, 100));
        Assert.Equal("0123456789", await ReadAsync(obj with { Uri = obj.Uri + "#page=3" }));
        Assert.Equal("0123456789", await ReadAsync(new ObjectRef("a.txt")));
    }

    [Fact]
    public async Task What_is_missing_or_a_folder_is_no_object()
    {
        _folder.With("folder/a.txt");
        Assert.Null(await _store.TryGetAsync("nothing.txt"));
        Assert.Null(await _store.TryGetAsync("folder"));
        Assert.Null(await _store.TryGetAsync("folder/a.txt/below"));
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => ReadAsync(new ObjectRef("nothing.txt")))).Code);
    }

    [Fact]
    public async Task An_edited_object_is_refused_with_a_clear_error()
    {
        var obj = await PinAsync("a.txt", "before");
        File.WriteAllText(_folder.At("a.txt"), "after!");
        File.SetLastWriteTimeUtc(_folder.At("a.txt"), DateTime.UtcNow.AddSeconds(1));

        var error = await Assert.ThrowsAsync<ServerException>(() => ReadAsync(obj));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("has changed since it was listed", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.At("a.txt"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_the_same_size_and_time_put_in_its_place_is_noticed()
    {
        var obj = await PinAsync("a.txt", "before");
        _folder.Write("b.txt", "after!");
        File.SetLastWriteTimeUtc(_folder.At("b.txt"), File.GetLastWriteTimeUtc(_folder.At("a.txt")));
        File.Move(_folder.At("b.txt"), _folder.At("a.txt"), overwrite: true);

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<ServerException>(() => ReadAsync(obj))).Code);
    }

    [Fact]
    public async Task Touching_only_the_permissions_changes_nothing()
    {
        var obj = await PinAsync("a.txt", "same");
        _folder.SetMode("a.txt", UnixFileMode.UserRead);
        Assert.Equal("same", await ReadAsync(obj));
    }

    [Fact]
    public async Task Put_if_absent_keeps_what_is_there()
    {
        Assert.True(await _store.PutIfAbsentAsync("a.txt", Bytes("first")));
        Assert.False(await _store.PutIfAbsentAsync("a.txt", Bytes("second")));
        Assert.Equal("first", File.ReadAllText(_folder.At("a.txt")));
        Assert.Equal(["a.txt"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_many_who_put_at_once_exactly_one_succeeds_and_no_half_is_seen()
    {
        var content = Bytes(new string('x', 100_000));
        using var done = new CancellationTokenSource();
        var watcher = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.True(!File.Exists(_folder.At("a.txt")) || new FileInfo(_folder.At("a.txt")).Length == content.Length);
            }
        });

        var wins = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _store.PutIfAbsentAsync("a.txt", content))));
        await done.CancelAsync();
        await watcher;
        Assert.Single(wins, won => won);
    }

    [Fact]
    public async Task Put_if_absent_makes_no_folder()
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => _store.PutIfAbsentAsync("gone/a.txt", Bytes("x")));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.False(Directory.Exists(_folder.At("gone")));
    }

    [Fact]
    public async Task An_unfinished_write_is_never_listed()
    {
        _folder.Write(".tmp-0123", "half");
        _folder.Write("whole.txt", "whole");
        var paths = new List<string>();
        await foreach (var row in _store.ListAsync("**"))
        {
            paths.Add(row.Path);
        }

        Assert.Equal(["whole.txt"], paths);
    }

    [Fact]
    public async Task Put_replaces_and_delete_removes_and_both_may_be_repeated()
    {
        await _store.PutAsync("new/folder/a.txt", Bytes("one"));
        await _store.PutAsync("new/folder/a.txt", Bytes("two"));
        Assert.Equal("two", File.ReadAllText(_folder.At("new/folder/a.txt")));

        await _store.DeleteAsync("new/folder/a.txt");
        await _store.DeleteAsync("new/folder/a.txt");
        await _store.DeleteAsync("never/was.txt");
        Assert.Null(await _store.TryGetAsync("new/folder/a.txt"));
    }

    [Fact]
    public async Task A_reference_survives_a_column_of_structs_and_a_slice_of_it()
    {
        var full = await PinAsync("a.jpg", "pixels");
        var bare = new ObjectRef("s3://bucket/key#page=3", Version: "v1");
        var builder = new StructBuilder(ObjectRef.ArrowType);
        full.Append(builder);
        builder.AppendNull();
        bare.Append(builder);
        var column = builder.Build();

        Assert.Equal([full, null, bare], Enumerable.Range(0, 3).Select(row => ObjectRef.Read(column, row)));
        Assert.Equal(bare, ObjectRef.Read(column.Slice(1, 2), 1));
    }

    [Theory]
    [InlineData("a.jpg", "", "image/jpeg")]
    [InlineData("a.unknown", "\u0089PNG\r\n\u001a\n", "image/png")]
    [InlineData("no-extension", "%PDF-1.7", "application/pdf")]
    [InlineData("no-extension", "RIFF0000WEBPVP8 ", "image/webp")]
    [InlineData("no-extension", "0000ftypavif0000", "image/avif")]
    [InlineData("no-extension", "hello", "text/plain")]
    [InlineData("no-extension", "\u0001\u0002\u0003\u0004", null)]
    [InlineData("no-extension", "", null)]
    public async Task The_content_type_comes_from_the_extension_else_from_the_bytes(string name, string content, string? type)
    {
        File.WriteAllBytes(_folder.At(name), Encoding.Latin1.GetBytes(content));
        Assert.Equal(type, (await _store.TryGetAsync(name))!.ContentType);
    }

    [Theory]
    [InlineData("file:///a%20b/c", "", "a b/c")]
    [InlineData("file://localhost/x#t=1,2", "", "x")]
    [InlineData("/plain/100%25#1", "", "plain/100%25#1")]
    [InlineData("relative/x", "root/", "relative/x")]
    public void A_uri_means_a_path(string uri, string root, string path) => Assert.Equal("/" + root + path, ObjectUri.ToPath(uri, "/root"));

    [Theory]
    [InlineData("file://other-host/x")]
    [InlineData("file:relative")]
    [InlineData("zero\0byte")]
    public void A_uri_that_means_no_path_is_refused(string uri) =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => ObjectUri.ToPath(uri, "/root")).Code);

    [Theory]
    [InlineData("s3://b/a.pdf#page=3", "s3://b/a.pdf", "page=3")]
    [InlineData("s3://b/a.pdf", "s3://b/a.pdf", null)]
    [InlineData("/folder/a#1.pdf", "/folder/a#1.pdf", null)]
    public void A_fragment_names_a_part_but_not_in_bare_paths(string uri, string whole, string? part) =>
        Assert.Equal((whole, part), ObjectUri.SplitFragment(uri));

    private async Task<ObjectRef> PinAsync(string name, string content)
    {
        _folder.Write(name, content);
        return (await _store.TryGetAsync(name))!;
    }

    private async Task<string> ReadAsync(ObjectRef obj) => Encoding.UTF8.GetString(await _store.ReadAsync(obj));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
