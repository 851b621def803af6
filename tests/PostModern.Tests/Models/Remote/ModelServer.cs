using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PostModern.Tests.Models.Remote;

/// <summary>A server of models on this machine that speaks OpenAI's API and the Open Inference Protocol, and misbehaves when told to.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;
    private int _running;

    private ModelServer(WebApplication app) => _app = app;

    /// <summary>Its port for HTTP/1.1.</summary>
    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Its port for gRPC: HTTP/2 without encryption.</summary>
    public int GrpcPort => new Uri(_app.Urls.Last()).Port;

    /// <summary>All requests so far.</summary>
    public int Requests => _requests;

    /// <summary>The most requests that ran at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>The bodies of all requests, in the order of their arrival.</summary>
    public ConcurrentQueue<string> Bodies { get; } = [];

    /// <summary>The Authorization header of each request.</summary>
    public ConcurrentQueue<string> Keys { get; } = [];

    /// <summary>Set when the client has given up a request.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers the n-th request (from 1) in its own way; false lets the server answer as it should.</summary>
    public Func<int, HttpContext, Task<bool>> Misbehave { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>What the chat model answers to a request's body.</summary>
    public Func<string, string> Chat { get; set; } = _ => "yes";

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var server = new ModelServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _requests);
        lock (Bodies)
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
        }

        Keys.Enqueue(context.Request.Headers.Authorization.ToString());
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            Bodies.Enqueue(System.Text.Encoding.UTF8.GetString(body.ToArray()));
            if (!await Misbehave(number, context))
            {
                await ModelAnswers.WriteAsync(context, body.ToArray(), Chat);
            }
        }
        catch (OperationCanceledException)
        {
            Aborted.TrySetResult();
        }
        finally
        {
            lock (Bodies)
            {
                _running--;
            }
        }
    }
}
