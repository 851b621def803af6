using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Objects;

public sealed class GlobTests : IDisposable
{
    private readonly TestFolder _folder = new TestFolder().With(
        "a.jpg", "b.JPG", "c.png", "notes.txt", ".hidden.jpg", "n0.jpg", "n1.jpg", "n12.jpg", "scan[1].jpg", "x{y}.jpg", "größe.jpg",
        "cats/one.jpg", "cats/two.png", "cats/deep/three.jpg", "cats/.secret/four.jpg", "dogs/one.jpg", "dogs/deep/five.jpg");

    private readonly LocalObjectStore _store;

    public GlobTests() => _store = new LocalObjectStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.jpg", "a.jpg")]
    [InlineData("*.png", "c.png")]
    [InlineData("*.jpg", "a.jpg größe.jpg n0.jpg n1.jpg n12.jpg scan[1].jpg x{y}.jpg")]
    [InlineData("n?.jpg", "n0.jpg n1.jpg")]
    [InlineData("n??.jpg", "n12.jpg")]
    [InlineData("n[0-9].jpg", "n0.jpg n1.jpg")]
    [InlineData("n[!0].jpg", "n1.jpg")]
    [InlineData("n[^0].jpg", "n1.jpg")]
    [InlineData("[ab].*", "a.jpg b.JPG")]
    [InlineData("{a,c}.*", "a.jpg c.png")]
    [InlineData("*.{jpg,JPG}", "a.jpg b.JPG größe.jpg n0.jpg n1.jpg n12.jpg scan[1].jpg x{y}.jpg")]
    [InlineData("n{0,1{,2}}.jpg", "n0.jpg n1.jpg n12.jpg")]
    [InlineData("gr?ße.jpg", "größe.jpg")]
    [InlineData("*.nothing", "")]
    [InlineData("n.jpg*", "")]
    [InlineData("a.jp", null)]
    public async Task Within_a_folder(string pattern, string? expected) => await CheckAsync(pattern, expected);

    [Theory]
    [InlineData("cats/*.jpg", "cats/one.jpg")]
    [InlineData("*/one.jpg", "cats/one.jpg dogs/one.jpg")]
    [InlineData("*/*/*.jpg", "cats/deep/three.jpg dogs/deep/five.jpg")]
    [InlineData("*/deep/*", "cats/deep/three.jpg dogs/deep/five.jpg")]
    [InlineData("{cats,dogs}/*.jpg", "cats/one.jpg dogs/one.jpg")]
    [InlineData("{cats/deep,dogs}/*.jpg", "cats/deep/three.jpg dogs/one.jpg")]
    [InlineData("{cats/one,cats/*}.jpg", "cats/one.jpg")]
    [InlineData("cats//one.jpg", "cats//one.jpg")]
    [InlineData("./cats/*.png", "./cats/two.png")]
    public async Task Across_folders(string pattern, string? expected) => await CheckAsync(pattern, expected);

    [Theory]
    [InlineData("**/one.jpg", "cats/one.jpg dogs/one.jpg")]
    [InlineData("**/c.png", "c.png")]
    [InlineData("cats/**", "cats/deep/three.jpg cats/one.jpg cats/two.png")]
    [InlineData("cats/**/*.jpg", "cats/deep/three.jpg cats/one.jpg")]
    [InlineData("cats/", "cats/deep/three.jpg cats/one.jpg cats/two.png")]
    [InlineData("cats", "cats/deep/three.jpg cats/one.jpg cats/two.png")]
    [InlineData("**/**/one.jpg", "cats/one.jpg dogs/one.jpg")]
    [InlineData("**/deep/**", "cats/deep/three.jpg dogs/deep/five.jpg")]
    [InlineData("**/*.{png,txt}", "c.png cats/two.png notes.txt")]
    [InlineData("ca**/*.png", "cats/two.png")]
    public async Task At_any_depth(string pattern, string? expected) => await CheckAsync(pattern, expected);

    [Theory]
    [InlineData(".*.jpg", ".hidden.jpg")]
    [InlineData(".hidden.jpg", ".hidden.jpg")]
    [InlineData("cats/.secret/*", "cats/.secret/four.jpg")]
    [InlineData("cats/.*/*", "cats/.secret/four.jpg")]
    [InlineData("**/four.jpg", "")]
    public async Task Hidden_names_are_met_only_when_named(string pattern, string? expected) => await CheckAsync(pattern, expected);

    [Theory]
    [InlineData("scan[1].jpg", "scan[1].jpg")]
    [InlineData("x{y}.jpg", "x{y}.jpg")]
    [InlineData("scan[[]*", "scan[1].jpg")]
    public async Task A_name_that_looks_like_a_pattern_means_itself_when_it_exists(string pattern, string? expected) =>
        await CheckAsync(pattern, expected);

    [Theory]
    [InlineData("missing/*.jpg")]
    [InlineData("missing/**")]
    [InlineData("missing.jpg")]
    [InlineData("cats/missing.jpg")]
    [InlineData("a.jpg/*.jpg")]
    public async Task A_missing_root_is_an_error(string pattern)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => ListAsync(pattern));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Absolute_paths_and_file_uris_show_absolute_paths()
    {
        var expected = _folder.At("cats/one.jpg");
        Assert.Equal([expected], await ListAsync(_folder.At("cats/*.jpg")));
        Assert.Equal([expected], await ListAsync("file://" + _folder.At("cats/*.jpg")));
        Assert.Equal([_folder.At("größe.jpg")], await ListAsync("file://" + _folder.At("gr%C3%B6*.jpg")));
    }

    [Fact]
    public async Task A_hostile_pattern_takes_linear_time()
    {
        _folder.With(new string('a', 200));
        var search = ListAsync("**/" + string.Concat(Enumerable.Repeat("*a", 60)) + "b");
        Assert.Equal(search, await Task.WhenAny(search, Task.Delay(TimeSpan.FromSeconds(10))));
        Assert.Empty(await search);
    }

    [Fact]
    public async Task Escaped_text_matches_itself_alone()
    {
        _folder.With("odd/{a[*]?}/f.txt", "odd/a/f.txt");
        Assert.Equal(["odd/{a[*]?}/f.txt"], await ListAsync(GlobPattern.Escape("odd/{a[*]?}") + "/*"));
    }

    private async Task CheckAsync(string pattern, string? expected)
    {
        if (expected is null)
        {
            await Assert.ThrowsAsync<ServerException>(() => ListAsync(pattern));
            return;
        }

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), await ListAsync(pattern));
    }

    private async Task<IReadOnlyList<string>> ListAsync(string pattern)
    {
        var paths = new List<string>();
        await foreach (var listing in _store.ListAsync(pattern))
        {
            Assert.Null(listing.Error);
            paths.Add(listing.Path);
        }

        return paths;
    }
}
