using PostModern.Testing;

namespace PostModern.Tests.Architecture;

/// <summary>A file that nobody can read in one sitting has a reason, or gets split.</summary>
public sealed class LongFilesTests
{
    [Fact]
    public void No_file_is_long_without_a_reason()
    {
        var lines = new[] { "src", "tests" }
            .SelectMany(folder => Repository.Files(folder, ".cs", ".mjs", ".js", ".py"))
            .ToDictionary(file => file, file => File.ReadLines(Repository.Path(file)).Count());
        var reasons = LongFiles.ReadReasons(File.ReadAllText(Repository.Path("tests", "PostModern.Tests", "Architecture", "long-files.txt")));

        Assert.Empty(LongFiles.Complaints(lines, reasons));
    }

    [Fact]
    public void A_long_file_without_a_reason_is_reported() =>
        Assert.Equal(["a.cs has 301 lines and no reason in long-files.txt"], Complaints("# nothing allowed", ("a.cs", 301), ("b.cs", 300)));

    [Fact]
    public void A_reason_allows_one_file_and_no_other() =>
        Assert.Equal(["b.cs has 400 lines and no reason in long-files.txt"], Complaints("a.cs: one table", ("a.cs", 400), ("b.cs", 400)));

    [Fact]
    public void A_reason_that_nothing_needs_is_reported() =>
        Assert.Equal(
            ["a.cs is listed in long-files.txt, but is not longer than 300 lines", "gone.cs is listed in long-files.txt, but is not longer than 300 lines"],
            Complaints("a.cs: one table\ngone.cs: was long", ("a.cs", 20)));

    [Fact]
    public void A_listed_file_needs_words() => Assert.Equal(["a.cs is listed without a reason"], Complaints("a.cs:", ("a.cs", 400)));

    private static IReadOnlyList<string> Complaints(string reasons, params (string Path, int Lines)[] files) =>
        LongFiles.Complaints(files.ToDictionary(file => file.Path, file => file.Lines), LongFiles.ReadReasons(reasons));
}
