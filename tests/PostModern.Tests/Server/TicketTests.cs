using PostModern.Arrow.Errors;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sessions;
using PostModern.Server.Tickets;

namespace PostModern.Tests.Server;

public class TicketTests
{
    private static readonly TicketSigner Signer = new(new byte[32]);

    [Fact]
    public void A_query_ticket_carries_all_that_is_needed_to_run_it()
    {
        var options = new StatementOptions
        {
            Transaction = Guid.NewGuid(),
            Pins = [new DatasetPin("main", "catalog", 3, "id")],
            Settings = new Dictionary<string, string> { ["schema"] = "sales" },
        };
        var ticket = new QueryTicket(Guid.NewGuid(), "SELECT 'ü'", [1, 2, 3, 4, 5, 6, 7, 8], options)
        {
            Prepared = new PreparedBinding(Guid.NewGuid(), 2),
            Parameters = new byte[] { 9, 10 },
        };

        var decoded = Assert.IsType<QueryTicket>(StatementTicket.Decode(Signer.Open(Signer.Sign(ticket.Encode()))));

        Assert.Equal((ticket.Id, ticket.Sql, ticket.SchemaDigest, ticket.Prepared), (decoded.Id, decoded.Sql, decoded.SchemaDigest, decoded.Prepared));
        Assert.Equal(options.Transaction, decoded.Options.Transaction);
        Assert.Equal(options.Pins, decoded.Options.Pins);
        Assert.Equal(options.Settings, decoded.Options.Settings);
        Assert.Equal([9, 10], decoded.Parameters.ToArray());
    }

    [Fact]
    public void A_finished_ticket_carries_the_outcome()
    {
        var ticket = new FinishedTicket(Guid.NewGuid(), 42, new StatementStatistics(1, 2, 3, ["a warning"]));

        var decoded = Assert.IsType<FinishedTicket>(StatementTicket.Decode(ticket.Encode()));

        Assert.Equal((ticket.Id, 42L, 2L), (decoded.Id, decoded.RowsAffected, decoded.Statistics.CacheHits));
        Assert.Equal(["a warning"], decoded.Statistics.Warnings);
    }

    [Fact]
    public void A_ticket_that_was_changed_or_signed_by_another_key_is_refused()
    {
        var signed = Signer.Sign(new QueryTicket(Guid.NewGuid(), "SELECT 1", [], StatementOptions.Default).Encode());
        var changed = signed.ToArray();
        changed[^1] ^= 1;

        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => Signer.Open(changed)).Code);
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => new TicketSigner([1]).Open(signed)).Code);
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => Signer.Open(new byte[3])).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(17)]
    public void Bytes_of_another_version_are_refused(int length) =>
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => StatementTicket.Decode(new byte[length])).Code);
}
