using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;
using PostModern.Lake.S3;

namespace PostModern.Tests.Lake.S3;

public sealed class S3ListingTests(S3Fixture bucket) : IClassFixture<S3Fixture>
{
    [S3Fact]
    public async Task Patterns_mean_what_they_mean_on_disk()
    {
        foreach (var key in (string[])["g/a.jpg", "g/b.png", "g/.hidden.jpg", "g/x/c.jpg", "g/x/y/d.jpg", "g/x2/e.jpg", "g/scan[1].jpg", "g/a#1 50%.jpg"])
        {
            await bucket.PutAsync(key);
        }

        Assert.Equal(["g/a#1 50%.jpg", "g/a.jpg", "g/scan[1].jpg"], await bucket.KeysAsync("g/*.jpg"));
        Assert.Equal(["g/x/c.jpg", "g/x2/e.jpg"], await bucket.KeysAsync("g/*/*.jpg"));
        Assert.Equal(["g/a#1 50%.jpg", "g/a.jpg", "g/scan[1].jpg", "g/x/c.jpg", "g/x/y/d.jpg", "g/x2/e.jpg"], await bucket.KeysAsync("g/**/*.jpg"));
        Assert.Equal(["g/x/c.jpg", "g/x/y/d.jpg"], await bucket.KeysAsync("g/x"));
        Assert.Equal(["g/x/c.jpg", "g/x/y/d.jpg"], await bucket.KeysAsync("g/x/"));
        Assert.Equal(["g/a.jpg", "g/b.png"], await bucket.KeysAsync("g/{a,b}.*"));
        Assert.Equal(["g/x/c.jpg", "g/x2/e.jpg"], await bucket.KeysAsync("g/{x/c,x2/e}.jpg"));
        Assert.Equal(["g/x/y/d.jpg"], await bucket.KeysAsync("g/*/y/d.jpg"));
        Assert.Equal(["g/scan[1].jpg"], await bucket.KeysAsync("g/scan[1].jpg"));
        Assert.Equal(["g/.hidden.jpg"], await bucket.KeysAsync("g/.*"));
        Assert.Empty(await bucket.KeysAsync("g/*.gif"));
        Assert.Equal(["g/x/y/d.jpg", "g/x2/e.jpg"], await bucket.KeysAsync("g/x*/**", new S3ListOptions { StartAfter = "g/x/c.jpg" }));
    }

    [S3Fact]
    public async Task A_row_has_what_the_listing_says_and_pins_the_object()
    {
        var uri = await bucket.PutAsync("row/a#1 50%.jpg", "twelve bytes");
        await foreach (var row in bucket.Store.ListAsync(bucket.At("row/*")))
        {
            Assert.Equal((uri, "a#1 50%.jpg", "jpg", 12L, "image/jpeg"), (row.Path, row.Name, row.Extension, row.Size!.Value, row.ContentType));
            Assert.Equal(uri, row.Obj!.Uri);
            Assert.InRange(row.Modified!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
            Assert.Equal("twelve bytes", await bucket.ReadAsync(row.Obj));
        }
    }

    [S3Fact(IsSlow = true)]
    public async Task More_than_a_page_comes_whole_and_in_order()
    {
        var keys = Enumerable.Range(0, 1203).Select(i => $"many/{i:D5}.txt").ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, _) => await bucket.PutAsync(key, ""));

        Assert.Equal(keys, await bucket.KeysAsync("many/*.txt"));
        Assert.Equal(keys, await bucket.KeysAsync("many/**"));
    }

    [S3Fact(IsSlow = true)]
    public async Task A_long_listing_read_in_ranges_is_whole_and_in_order()
    {
        // Folders of all sizes and depths, one with objects beside it, and names that UTF-16 would order otherwise.
        var keys = Enumerable.Range(0, 4500).Select(i => (i % 7) switch
        {
            0 => $"long/a/{i:D5}.txt",
            1 => $"long/a-b/{i % 11}/{i:D5}.txt",
            2 => $"long/b/2026/{i % 12:D2}/{i:D5}.txt",
            3 => $"long/b{i:D5}.txt",
            4 => $"long/\uE000/{i:D5}.txt",
            5 => $"long/\U0001F600/{i % 3}/{i:D5}.txt",
            _ => $"long/z/{i:D5}.txt",
        }).OrderBy(System.Text.Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, _) => await bucket.PutAsync(key, ""));

        Assert.Equal(keys, await bucket.KeysAsync("long/**"));
        Assert.Equal(keys.Where(k => k.Split('/').Length == 3), await bucket.KeysAsync("long/*/*.txt"));
        Assert.Equal(keys[3200..], await bucket.KeysAsync("long/**", new S3ListOptions { StartAfter = keys[3199] }));
        Assert.Equal(keys, await bucket.KeysAsync("long/**", new S3ListOptions { Versions = true }));
    }

    [S3Fact(IsSlow = true)]
    public async Task A_listing_that_is_left_early_ends_its_requests()
    {
        var keys = Enumerable.Range(0, 3300).Select(i => $"left/{i % 40:D2}/{i:D5}.txt").ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, _) => await bucket.PutAsync(key, ""));
        var read = 0;
        await foreach (var row in bucket.Store.ListAsync(bucket.At("left/**")))
        {
            if (++read == 2100)
            {
                break;
            }
        }

        Assert.Equal(2100, read);
        Assert.Equal(keys.Count, (await bucket.KeysAsync("left/**")).Count);
    }

    [S3Fact]
    public async Task What_is_not_there_is_an_error_that_names_it()
    {
        var folder = await Assert.ThrowsAsync<ServerException>(() => bucket.KeysAsync("nowhere/*.jpg"));
        Assert.Equal(ErrorCode.NotFound, folder.Code);
        Assert.Equal($"There is no object or folder 's3://{bucket.Bucket}/nowhere'.", folder.Message);

        var missing = await Assert.ThrowsAsync<ServerException>(async () =>
        {
            await foreach (var row in bucket.Store.ListAsync("s3://pm-no-such-bucket/*"))
            {
                Assert.Fail(row.Path);
            }
        });
        Assert.Equal(ErrorCode.NotFound, missing.Code);
        Assert.Contains("There is no bucket 'pm-no-such-bucket'", missing.Message, StringComparison.Ordinal);
    }

    [S3Fact]
    public async Task Every_version_is_listed_on_demand_and_stays_readable()
    {
        var (store, name) = await S3Server.NewBucketAsync(isVersioned: true);
        using (store)
        {
            await store.PutAsync($"s3://{name}/v/a.txt", "one"u8.ToArray());
            await store.PutAsync($"s3://{name}/v/a.txt", "two"u8.ToArray());
            await store.DeleteAsync($"s3://{name}/v/a.txt");
            await store.PutAsync($"s3://{name}/v/b.txt", "three"u8.ToArray());

            var texts = new List<string>();
            await foreach (var row in store.ListAsync($"s3://{name}/v/*", new S3ListOptions { Versions = true }))
            {
                Assert.NotNull(row.Version);
                texts.Add(System.Text.Encoding.UTF8.GetString(await store.ReadAsync(row.Obj!)));
            }

            Assert.Equal(["two", "one", "three"], texts);
        }
    }
}
