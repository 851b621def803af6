using System.Formats.Tar;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Archives;

namespace PostModern.Tests.Lake.Archives;

/// <summary>What is damaged, cut short, encrypted or a bomb is said to be so.</summary>
public sealed class BrokenArchiveTests
{
    private const string DirectoryRecord = "PK\u0001\u0002";

    [Theory]
    [InlineData("")]
    [InlineData("no archive at all, but text that goes on for a while")]
    [InlineData("BZh91AY")]
    [InlineData("Rar!\u001a\u0007")]
    public async Task What_is_no_archive_is_refused(string content)
    {
        var error = await Assert.ThrowsAsync<ServerException>(() => Archive.ReadIndexAsync(new MemoryStream(Encoding.Latin1.GetBytes(content)), new()));

        Assert.NotEqual(ErrorCode.Internal, error.Code);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    [InlineData("gzip")]
    public async Task An_archive_that_is_cut_anywhere_is_never_taken_for_a_smaller_whole(string kind)
    {
        var members = Enumerable.Range(0, 5).Select(i => ($"{i}.bin", TestArchives.Bytes(new Random(i), 3000)));
        var whole = (kind == "gzip" ? TestArchives.Gzip(TestArchives.Make("tar", members)) : TestArchives.Make(kind, members)).ToArray();

        // All members are there before the end: tar's two empty blocks (packed, a few bytes), and gzip's checksum and length, which .NET doesn't miss.
        var end = whole.Length - (kind switch { "tar" => 1024, "gzip" => 32, _ => 0 });
        for (var length = 0; length < end; length += 97)
        {
            ServerException? failure;
            try
            {
                failure = (await Archive.ReadIndexAsync(new MemoryStream(whole[..length]), new())).Failure;
            }
            catch (ServerException e)
            {
                failure = e;
            }

            Assert.True(failure is { Code: ErrorCode.InvalidInput }, $"Cut to {length} of {whole.Length} bytes: {failure}");
        }
    }

    [Fact]
    public async Task Bytes_at_random_cost_an_error_and_nothing_else()
    {
        var random = new Random(7);
        foreach (var kind in new[] { "zip", "tar", "gnu" })
        {
            var whole = TestArchives.Make(kind, Enumerable.Range(0, 5).Select(i => ($"{i}.txt", Encoding.UTF8.GetBytes(new string('x', 700))))).ToArray();
            for (var i = 0; i < 300; i++)
            {
                var changed = (byte[])whole.Clone();
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
                await ReadAllAsync(new MemoryStream(changed));
            }
        }
    }

    [Theory]
    [InlineData(8, 1, "encrypted")]
    [InlineData(10, 14, "LZMA")]
    [InlineData(10, 99, "AES")]
    public async Task A_member_that_cannot_be_read_says_why_and_the_others_can(int at, ushort value, string reason)
    {
        var zip = TestArchives.Make("zip", [("a.txt", "secret"u8.ToArray())]).ToArray();
        var index = await Archive.ReadIndexAsync(new MemoryStream(TestArchives.Patch(zip, DirectoryRecord, at, value)), new());

        Assert.Null(index.Failure);
        Assert.Contains(reason, Assert.Throws<ServerException>(() => index.Find("a.txt")).Message);
    }

    [Fact]
    public async Task A_member_whose_bytes_are_not_those_that_were_packed_is_refused()
    {
        var zip = TestArchives.Patch(TestArchives.Make("zip", [("a.txt", "words"u8.ToArray())]).ToArray(), DirectoryRecord, 16, 12345);
        var index = await Archive.ReadIndexAsync(new MemoryStream(zip), new());

        Assert.Contains("checksum", (await Assert.ThrowsAsync<ServerException>(() => ArchiveTests.ReadAsync(new MemoryStream(zip), index, "a.txt"))).Message);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_what_it_declares_and_by_what_it_becomes()
    {
        var zip = TestArchives.Make("zip", [("zeros", new byte[8 << 20])]).ToArray();
        var limits = new ArchiveLimits { HarmlessBytes = 1 << 20 };
        var declared = await Archive.ReadIndexAsync(new MemoryStream(zip), limits);

        Assert.Contains("bomb", Assert.Throws<ServerException>(() => declared.Find("zeros")).Message);

        // The directory lies: 100 bytes.
        var liar = TestArchives.Patch(TestArchives.Patch(zip, DirectoryRecord, 24, 100), DirectoryRecord, 26, 0);
        var index = await Archive.ReadIndexAsync(new MemoryStream(liar), limits);
        var error = await Assert.ThrowsAsync<ServerException>(() => ArchiveTests.ReadAsync(new MemoryStream(liar), index, "zeros"));
        Assert.Contains("more than the 100 bytes", error.Message);
    }

    [Fact]
    public async Task A_tar_gz_that_grows_without_end_is_read_no_further()
    {
        var packed = TestArchives.Gzip(TestArchives.Make("tar", [("zeros", new byte[8 << 20])]));

        var growth = (await Archive.ReadIndexAsync(packed, new() { HarmlessBytes = 1 << 20 })).Failure;
        var size = await Assert.ThrowsAsync<ServerException>(() => Archive.Inflate(packed, new(), 1 << 20).CopyToAsync(Stream.Null));

        Assert.Equal((ErrorCode.ResourceExhausted, ErrorCode.ResourceExhausted), (growth?.Code, size.Code));
    }

    [Fact]
    public async Task Members_that_lie_upon_each_other_are_a_bomb()
    {
        var zip = TestArchives.Make("stored", [("a", new byte[1000]), ("b", new byte[1000])]).ToArray();
        var bomb = TestArchives.Patch(TestArchives.Patch(zip, DirectoryRecord, 20, 60_000), DirectoryRecord, 24, 60_000);
        var index = await Archive.ReadIndexAsync(new MemoryStream(bomb), new());

        Assert.Contains("lie upon each other", index.Failure!.Message);
        Assert.All(index.Members, m => Assert.NotNull(m.Failure));
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    public async Task Too_many_members_end_the_listing(string kind)
    {
        var archive = TestArchives.Make(kind, Enumerable.Range(0, 20).Select(i => ($"{i}", Array.Empty<byte>())));
        var index = await Archive.ReadIndexAsync(archive, new() { MostMembers = 10 });

        Assert.Equal((10, ErrorCode.ResourceExhausted), (index.Members.Count, index.Failure?.Code));
    }

    [Fact]
    public async Task A_header_that_claims_gigabytes_of_names_takes_no_memory_for_them()
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, new string('n', 300)));
        }

        var bytes = archive.ToArray();
        Encoding.ASCII.GetBytes("17777777000").CopyTo(bytes, 124);
        var sum = bytes.Take(512).Select((b, i) => i is >= 148 and < 156 ? 32 : (int)b).Sum();
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(bytes, 148);
        var before = GC.GetTotalAllocatedBytes(true);

        Assert.NotNull((await Archive.ReadIndexAsync(new MemoryStream(bytes), new())).Failure);
        Assert.InRange(GC.GetTotalAllocatedBytes(true) - before, 0, 500_000_000);
    }

    private static async Task ReadAllAsync(MemoryStream archive)
    {
        try
        {
            var index = await Archive.ReadIndexAsync(archive, new());
            foreach (var member in index.Members.Where(m => m.Failure is null).DistinctBy(m => m.Name))
            {
                await ArchiveTests.ReadAsync(archive, index, member.Name);
            }
        }
        catch (ServerException e)
        {
            Assert.NotEqual(ErrorCode.Internal, e.Code);
        }
    }
}
