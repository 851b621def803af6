using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PostModern.Arrow.Errors;
using PostModern.Flight.Commands;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Flight;

public class FlightSqlCommandTests
{
    [Fact]
    public void Every_message_of_flight_sql_survives_packing()
    {
        foreach (var descriptor in FlightSqlReflection.Descriptor.MessageTypes)
        {
            var message = descriptor.Parser.ParseFrom(ByteString.Empty);

            Assert.True(FlightSqlCommand.TryUnpack(FlightSqlCommand.Pack(message), out var unpacked));
            Assert.Equal(message, unpacked);
        }
    }

    [Theory]
    [InlineData("type.googleapis.com/")]
    [InlineData("type.example.org/deep/path/")]
    [InlineData("")]
    public void Only_what_follows_the_last_slash_of_the_type_counts(string prefix)
    {
        var any = new Any
        {
            TypeUrl = prefix + "arrow.flight.protocol.sql.CommandStatementQuery",
            Value = new CommandStatementQuery { Query = "SELECT 1" }.ToByteString(),
        };

        Assert.True(FlightSqlCommand.TryUnpack(any.ToByteString(), out var command));
        Assert.Equal("SELECT 1", Assert.IsType<CommandStatementQuery>(command).Query);
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("select * from t")]
    [InlineData("")]
    public void Plain_text_is_no_command(string text) =>
        Assert.False(FlightSqlCommand.TryUnpack(ByteString.CopyFromUtf8(text), out _));

    [Fact]
    public void A_command_that_we_dont_know_is_named_in_the_error()
    {
        var any = new Any { TypeUrl = "type.googleapis.com/arrow.flight.protocol.sql.CommandFromTheFuture" };

        var error = Assert.Throws<ServerException>(() => FlightSqlCommand.TryUnpack(any.ToByteString(), out _));

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("CommandFromTheFuture", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_encoding_of_a_command_is_the_protocols()
    {
        var bytes = FlightSqlCommand.Pack(new CommandGetTables { Catalog = "c", IncludeSchema = true });

        // Any: field 1 the type's URL, field 2 the value: field 1 "c", field 5 true.
        var url = "type.googleapis.com/arrow.flight.protocol.sql.CommandGetTables"u8.ToArray();
        byte[] expected = [0x0A, (byte)url.Length, .. url, 0x12, 0x05, 0x0A, 0x01, (byte)'c', 0x28, 0x01];
        Assert.Equal(expected, bytes.ToByteArray());
    }
}
