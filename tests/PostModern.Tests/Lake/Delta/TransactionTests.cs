using PostModern.Arrow.Errors;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;
using PostModern.Tests.Lake.Catalog;

namespace PostModern.Tests.Lake.Delta;

public sealed class TransactionTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Warehouse _warehouse;

    public TransactionTests() => _warehouse = new Warehouse(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_eight_writers_with_25_appends_each_none_is_lost()
    {
        var dataset = await _warehouse.CreateTableAsync("images", rows: 1);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            // Each has its own memory of the dataset, as separate servers have.
            var mine = await new Warehouse(_warehouse.Root).OpenAsync("main", "images");
            for (var i = 0; i < 25; i++)
            {
                Assert.IsType<Committed>(await mine.InsertAsync(rows: 1));
            }
        })));

        var latest = await dataset.LatestAsync();
        Assert.Equal(201, latest.Version);
        Assert.Equal(201, latest.Rows);
        Assert.Equal(201, latest.Files.Select(f => f.Path).Distinct().Count());
        var versions = await dataset.VersionsAsync();
        Assert.Equal(Enumerable.Range(1, 201).Select(v => (long?)v), versions.Select(v => v.Rows));
        Assert.All(versions.Zip(versions.Skip(1)), pair => Assert.True(pair.First.Timestamp < pair.Second.Timestamp));
    }

    [Fact]
    public async Task An_append_that_lost_a_race_is_tried_again()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var late = await BeginAppendAsync(dataset);
        await dataset.InsertAsync();
        await dataset.InsertAsync();

        var outcome = Assert.IsType<Committed>(await CommitAsync(late));
        Assert.Equal(4, outcome.Snapshot.Version);
        Assert.Equal(2, outcome.Attempts);
        Assert.Equal(4, outcome.Snapshot.Files.Count);
        Assert.Equal(3, outcome.Snapshot.LastCommit.Info!.ReadVersion);
    }

    [Fact]
    public async Task An_append_goes_with_a_delete_that_came_first()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var late = await BeginAppendAsync(dataset);
        await DeleteFirstFileAsync(dataset);

        Assert.Single(Assert.IsType<Committed>(await CommitAsync(late)).Snapshot.Files);
    }

    [Fact]
    public async Task A_delete_goes_with_an_append_that_came_first()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var late = (await dataset.LatestAsync()).Begin();
        late.Remove(late.Snapshot.Files[0]);
        await dataset.InsertAsync();

        Assert.Single(Assert.IsType<Committed>(await CommitAsync(late)).Snapshot.Files);
    }

    [Fact]
    public async Task Of_two_deletes_the_second_is_a_conflict_and_changes_nothing()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        await dataset.InsertAsync();
        var late = (await dataset.LatestAsync()).Begin();
        late.Remove(late.Snapshot.Files[0]);
        await DeleteFirstFileAsync(dataset);

        var outcome = Assert.IsType<Conflicted>(await CommitAsync(late));
        var error = Assert.Throws<ServerException>(outcome.GetSnapshot);
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("version 3, committed meanwhile, removed rows that this statement had read", error.Message, StringComparison.Ordinal);
        Assert.Contains("Run the statement again", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await dataset.LatestAsync()).Version);
    }

    [Fact]
    public async Task A_delete_after_rows_that_were_written_from_the_table_itself_is_a_conflict()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var late = (await dataset.LatestAsync()).Begin();
        late.Remove(late.Snapshot.Files[0]);
        var copy = await BeginAppendAsync(dataset);
        copy.ReadsTable = true;
        await CommitAsync(copy);

        Assert.Contains("wrote rows", Assert.IsType<Conflicted>(await CommitAsync(late)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_within_the_table_is_a_conflict_with_a_delete_that_came_first()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var copy = await BeginAppendAsync(dataset);
        copy.ReadsTable = true;
        await DeleteFirstFileAsync(dataset);

        Assert.IsType<Conflicted>(await CommitAsync(copy));
    }

    [Fact]
    public async Task Nothing_goes_with_new_columns_that_came_first()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var late = await BeginAppendAsync(dataset);
        var replace = (await dataset.LatestAsync()).Begin();
        replace.RemoveAll();
        replace.SetSchema(new PostModern.Arrow.Types.Schema(new PostModern.Arrow.Types.Field("other", PostModern.Arrow.Types.ArrowTypes.Utf8)));
        await CommitAsync(replace);

        Assert.Contains("changed its columns", Assert.IsType<Conflicted>(await CommitAsync(late)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_data_file_is_never_committed()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var transaction = await BeginAppendAsync(dataset);
        File.Delete(Path.Combine(dataset.Path, transaction.Added.Single().Path));

        var error = await Assert.ThrowsAsync<ServerException>(() => CommitAsync(transaction));
        Assert.Equal(ErrorCode.NotFound, error.Code);
        Assert.Equal(1, (await dataset.LatestAsync()).Version);
    }

    [Fact]
    public async Task A_data_file_of_another_size_is_never_committed()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var transaction = await BeginAppendAsync(dataset);
        File.AppendAllText(Path.Combine(dataset.Path, transaction.Added.Single().Path), "more");

        var error = await Assert.ThrowsAsync<ServerException>(() => CommitAsync(transaction));
        Assert.Contains("17 bytes, but has 21", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_that_died_leaves_nothing_that_anyone_sees()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        TestDatasets.WriteFile(dataset.Path, 99); // data without a commit
        var log = Path.Combine(dataset.Path, "_delta_log");
        File.WriteAllText(Path.Combine(log, ".tmp-0123456789abcdef"), """{"add":{"path":"half"""); // a commit without a name

        Assert.Equal((1, 3), ((await dataset.LatestAsync()).Version, (await dataset.LatestAsync()).Rows));
        Assert.Equal(2, (await dataset.InsertAsync()).GetSnapshot().Version);
        Assert.Equal(4, (await Snapshot.LoadAsync(dataset.Log)).Rows);
    }

    [Fact]
    public async Task A_cancelled_commit_makes_no_version()
    {
        var dataset = await _warehouse.CreateTableAsync("images");
        var transaction = await BeginAppendAsync(dataset);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transaction.CommitAsync(new CommitDescription("WRITE"), new CancellationToken(canceled: true)));
        Assert.Equal(1, (await dataset.LatestAsync()).Version);
        Assert.Equal(2, (await CommitAsync(transaction)).GetSnapshot().Version);
    }

    private static async Task<Transaction> BeginAppendAsync(Dataset dataset)
    {
        var transaction = (await dataset.LatestAsync()).Begin();
        transaction.Add(TestDatasets.WriteFile(dataset.Path, 1));
        return transaction;
    }

    private static async Task DeleteFirstFileAsync(Dataset dataset)
    {
        var transaction = (await dataset.LatestAsync()).Begin();
        transaction.Remove(transaction.Snapshot.Files[0]);
        Assert.IsType<Committed>(await CommitAsync(transaction));
    }

    private static Task<CommitOutcome> CommitAsync(Transaction transaction) => transaction.CommitAsync(TestDatasets.Describe("WRITE", "…"));
}
