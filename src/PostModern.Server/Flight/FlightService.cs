using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using PostModern.Server.Auth;
using PostModern.Server.Grpc;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight;

/// <summary>Arrow Flight over gRPC: finds the call's handler, gives it the caller's session, and turns what happens into a status.</summary>
internal sealed class FlightService(ServerState server, Authenticator authenticator, ILogger<FlightService> logger)
{
    private static readonly Dictionary<string, Func<CallContext, Task>> Calls = new(StringComparer.Ordinal)
    {
        [FlightMethods.GetFlightInfo] = FlightCalls.GetFlightInfoAsync,
        [FlightMethods.PollFlightInfo] = FlightCalls.PollFlightInfoAsync,
        [FlightMethods.GetSchema] = FlightCalls.GetSchemaAsync,
        [FlightMethods.DoGet] = FlightCalls.DoGetAsync,
        [FlightMethods.DoPut] = PutCall.RunAsync,
        [FlightMethods.DoAction] = ActionCall.RunAsync,
        [FlightMethods.ListActions] = ActionCall.ListAsync,
        [FlightMethods.ListFlights] = FlightCalls.ListFlightsAsync,
    };

    public async Task RunAsync(HttpContext http)
    {
        if (!GrpcContent.IsIn(http.Request))
        {
            await GrpcContent.RefuseAsync(http.Response);
            return;
        }

        using var call = new GrpcCall(http);
        try
        {
            await DispatchAsync(call, http.Request.Path);
            call.Succeed();
        }
        catch (Exception e)
        {
            if (GrpcErrors.IsBug(e))
            {
                logger.LogError(e, "{Path} failed", http.Request.Path);
            }

            call.Fail(e);
        }
    }

    private async Task DispatchAsync(GrpcCall call, string path)
    {
        if (path == FlightMethods.Handshake)
        {
            await Handshake.RunAsync(call, authenticator);
            return;
        }

        if (!Calls.TryGetValue(path, out var run))
        {
            throw new ServerException(ErrorCode.Unsupported, $"This server has no call {path}.");
        }

        var session = server.Sessions.Enter(call, await authenticator.CheckAsync(call.Credentials, call.Cancelled));
        server.BeginCall();
        try
        {
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled, session.Closing);
            await run(new CallContext(call, session, server, cancelled.Token));
        }
        finally
        {
            await session.LeaveAsync();
            server.EndCall();
        }
    }
}
