using System.Formats.Tar;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Archives;

namespace PostModern.Tests.Lake.Archives;

/// <summary>Archives are listed and read without unpacking them.</summary>
public sealed class ArchiveTests
{
    private static readonly ArchiveLimits s_limits = new();

    [Theory]
    [InlineData("zip")]
    [InlineData("stored")]
    [InlineData("tar")]
    [InlineData("ustar")]
    [InlineData("gnu")]
    public async Task Members_are_listed_and_read(string kind)
    {
        var names = new[] { "a.txt", "dir/b 'c';\"d\"\n.txt", "-rf", "../../etc/passwd", "/absolute", new string('l', 90) + "/" + new string('m', 90), "ü日本.txt" };
        var archive = TestArchives.Make(kind, names.Select(n => (n, Encoding.UTF8.GetBytes($"content of {n}"))));
        var index = await Archive.ReadIndexAsync(archive, s_limits);

        Assert.Null(index.Failure);
        Assert.Equal(names, index.Members.Select(m => m.Name));
        foreach (var name in names)
        {
            Assert.Equal($"content of {name}", await ReadAsync(archive, index, name));
        }
    }

    [Fact]
    public async Task A_tar_gz_is_listed_and_is_a_tar_once_inflated()
    {
        var packed = TestArchives.Gzip(TestArchives.Make("tar", [("a.txt", "one"u8.ToArray()), ("b.txt", "two"u8.ToArray())]));
        var index = await Archive.ReadIndexAsync(packed, s_limits);
        var tar = new MemoryStream();
        await Archive.Inflate(packed, s_limits, 1 << 20).CopyToAsync(tar);

        Assert.Equal((ArchiveKind.GzipTar, null), (index.Kind, index.Failure));
        Assert.Equal(["a.txt", "b.txt"], index.Members.Select(m => m.Name));
        Assert.Equal("two", await ReadAsync(tar, await Archive.ReadIndexAsync(tar, s_limits), "b.txt"));
    }

    [Fact]
    public async Task Only_the_directory_of_a_zip_file_is_read_and_then_the_member()
    {
        var random = new Random(1);
        var archive = TestArchives.Make("zip", Enumerable.Range(0, 50).Select(i => ($"{i}.bin", TestArchives.Bytes(random, 100_000))));
        var counted = new CountedStream(archive.ToArray());
        var index = await Archive.ReadIndexAsync(counted, s_limits);

        Assert.Equal(50, index.Members.Count);
        Assert.InRange(counted.BytesRead, 1, 100_000);
        counted.BytesRead = 0;
        await ReadAsync(counted, index, "31.bin");
        Assert.InRange(counted.BytesRead, 100_000, 120_000);
    }

    [Fact]
    public async Task The_bodies_in_a_tar_file_are_passed_over()
    {
        var archive = TestArchives.Make("tar", Enumerable.Range(0, 50).Select(i => ($"{i}.bin", TestArchives.Bytes(new Random(i), 100_000))));
        var counted = new CountedStream(archive.ToArray());

        Assert.Equal(50, (await Archive.ReadIndexAsync(counted, s_limits)).Members.Count);
        Assert.InRange(counted.BytesRead, 1, 120_000);
    }

    [Fact]
    public async Task A_program_in_front_of_a_zip_file_does_not_hide_it()
    {
        var zip = TestArchives.Make("zip", [("a.txt", "inside"u8.ToArray())]).ToArray();
        var archive = new MemoryStream([.. "#!/bin/sh\nexit\n"u8, .. zip]);

        Assert.Equal("inside", await ReadAsync(archive, await Archive.ReadIndexAsync(archive, s_limits), "a.txt"));
    }

    [Fact]
    public async Task Of_members_with_one_name_the_last_is_read()
    {
        var archive = TestArchives.Make("tar", [("a.txt", "old"u8.ToArray()), ("a.txt", "new"u8.ToArray())]);
        var index = await Archive.ReadIndexAsync(archive, s_limits);

        Assert.Equal([true, false], index.Members.Select(m => m.Failure is not null));
        Assert.Equal("new", await ReadAsync(archive, index, "a.txt"));
    }

    [Fact]
    public async Task A_hard_link_reads_what_it_links_to_and_folders_and_symbolic_links_are_no_members()
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "d/"));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream("bytes"u8.ToArray()) });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "b") { LinkName = "a" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "c") { LinkName = "/etc/passwd" });
        }

        var index = await Archive.ReadIndexAsync(archive, s_limits);

        Assert.Equal(["a", "b"], index.Members.Select(m => m.Name));
        Assert.Equal("bytes", await ReadAsync(archive, index, "b"));
    }

    [Fact]
    public async Task A_member_that_is_not_there_is_said_to_be_missing()
    {
        var index = await Archive.ReadIndexAsync(TestArchives.Make("zip", [("a.txt", [1])]), s_limits);

        Assert.Equal(ErrorCode.NotFound, Assert.Throws<ServerException>(() => index.Find("A.txt")).Code);
    }

    [Fact]
    public async Task An_empty_archive_has_no_members() =>
        Assert.Empty((await Archive.ReadIndexAsync(TestArchives.Make("zip", []), s_limits)).Members);

    internal static async Task<string> ReadAsync(Stream archive, ArchiveIndex index, string name)
    {
        await using var member = await Archive.OpenAsync(new Unowned(archive), index, index.Find(name), s_limits);
        var content = new MemoryStream();
        await member.CopyToAsync(content);
        return Encoding.UTF8.GetString(content.ToArray());
    }

    /// <summary>Keeps the archive open when a member is closed.</summary>
    private sealed class Unowned(Stream stream) : CountedStream(stream);
}
