using System.Collections.Concurrent;
using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Server.Auth;
using PostModern.Server.Grpc;

namespace PostModern.Server.Sessions;

/// <summary>Which session a call belongs to: the one its cookie names, else its token's, else its connection's.</summary>
internal sealed class SessionRegistry(QueryEngine engine, TimeSpan idleTimeout) : IAsyncDisposable
{
    private const string CookieName = "arrow_flight_session_id";

    private readonly ConcurrentDictionary<string, ClientSession> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ClientSession> _byCookie = new(StringComparer.Ordinal);

    /// <summary>The open sessions.</summary>
    public int Count => _byKey.Count;

    /// <summary>Finds or opens the call's session, and begins a call on it: end it with <see cref="ClientSession.LeaveAsync"/>.</summary>
    /// <param name="call">Gets the session's cookie when the session is new.</param>
    /// <param name="caller">Whose session it must be: somebody else's cookie opens nothing.</param>
    /// <exception cref="ServerException">NotFound: the call's headers ask for another catalog, or for a schema that doesn't exist.</exception>
    public ClientSession Enter(GrpcCall call, Caller caller)
    {
        var headers = SessionHeaders.Read(call);
        if (call.Cookie(CookieName) is { } cookie && _byCookie.TryGetValue(cookie, out var known) && known.User == caller.User && known.TryEnter())
        {
            known.Outlive();
            return known;
        }

        // A proxy may send several users' calls over one connection.
        var key = caller.Token is { } token ? "token " + token : $"connection {call.ConnectionId} {caller.User}";
        while (true)
        {
            if (_byKey.TryGetValue(key, out var session) && session.TryEnter())
            {
                return session;
            }

            if (session is not null)
            {
                Forget(session);
            }

            Open(call, key, caller, headers);
        }
    }

    /// <summary>Closes a session at its client's wish.</summary>
    public async Task CloseAsync(ClientSession session)
    {
        Forget(session);
        await session.DisposeAsync();
    }

    /// <summary>Closes the sessions that have been idle for too long, and stops and forgets what the others no longer keep.</summary>
    /// <param name="running">All executions in progress.</param>
    public async Task ReapAsync(RunningStatements running)
    {
        foreach (var session in _byKey.Values)
        {
            await session.Background.ReapAsync(running);
        }

        foreach (var session in _byKey.Values.Where(session => session.IsIdleFor(idleTimeout)))
        {
            await CloseAsync(session);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _byKey.Values)
        {
            await CloseAsync(session);
        }
    }

    private void Open(GrpcCall call, string key, Caller caller, SessionHeaders headers)
    {
        var session = new ClientSession(key, engine.OpenSession(caller.User), isBoundToConnection: caller.Token is null) { User = caller.User };
        try
        {
            headers.Apply(session.Engine.Options);
        }
        catch (ServerException)
        {
            _ = session.DisposeAsync().AsTask();
            throw;
        }

        if (!_byKey.TryAdd(key, session))
        {
            // Another call of the same client was faster.
            _ = session.DisposeAsync().AsTask();
            return;
        }

        _byCookie[session.CookieValue] = session;
        call.SetHeader("set-cookie", $"{CookieName}={session.CookieValue}; Path=/; HttpOnly");
        if (session.IsBoundToConnection)
        {
            call.ConnectionClosed.Register(() => _ = EndWithConnectionAsync(session));
        }
    }

    private async Task EndWithConnectionAsync(ClientSession session)
    {
        // A client that keeps the cookie may come back on another connection; then the reaper decides.
        if (session.IsBoundToConnection)
        {
            await CloseAsync(session);
        }
    }

    private void Forget(ClientSession session)
    {
        _byKey.TryRemove(new KeyValuePair<string, ClientSession>(session.Key, session));
        _byCookie.TryRemove(session.CookieValue, out _);
    }
}
