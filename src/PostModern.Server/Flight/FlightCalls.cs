using Google.Protobuf;
using PostModern.Arrow.Ipc;
using PostModern.Flight.Messages;
using PostModern.Server.Flight.Commands;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight;

/// <summary>The calls that take one message: they parse it, and pass it to the file of its command.</summary>
internal static class FlightCalls
{
    public static async Task GetFlightInfoAsync(CallContext context)
    {
        var descriptor = await context.Call.ReadRequestAsync(FlightDescriptor.Parser);
        await context.Call.WriteAsync(await CommandTable.GetFlightInfoAsync(context, descriptor, CommandTable.Parse(descriptor)));
    }

    public static async Task PollFlightInfoAsync(CallContext context)
    {
        var descriptor = await context.Call.ReadRequestAsync(FlightDescriptor.Parser);
        await context.Call.WriteAsync(await CommandTable.PollFlightInfoAsync(context, descriptor, CommandTable.Parse(descriptor)));
    }

    public static async Task GetSchemaAsync(CallContext context)
    {
        var descriptor = await context.Call.ReadRequestAsync(FlightDescriptor.Parser);
        var schema = await CommandTable.GetSchemaAsync(context, CommandTable.Parse(descriptor));
        await context.Call.WriteAsync(new SchemaResult { Schema = ByteString.CopyFrom(SchemaMessage.EncodeEncapsulated(schema)) });
    }

    public static async Task DoGetAsync(CallContext context)
    {
        var ticket = await context.Call.ReadRequestAsync(Ticket.Parser);
        await CommandTable.DoGetAsync(context, ticket.Ticket_);
    }

    /// <summary>Nothing is listed: results exist only for a command.</summary>
    public static async Task ListFlightsAsync(CallContext context) => await context.Call.ReadRequestAsync(Criteria.Parser);
}
