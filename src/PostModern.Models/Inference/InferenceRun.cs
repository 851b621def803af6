using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>Answers one column: each distinct input once, from the cache if it can, through the pipeline if it must.</summary>
internal sealed class InferenceRun(IInputReader reader, InferenceKeys keys, IAnswerCache? cache, IInferencePipeline pipeline)
{
    // Answers reach the cache in groups of this size, so that a query that is stopped loses little.
    private const int SaveEvery = 32;

    private readonly Dictionary<string, (Question Question, ContentSource Source)> _open = [];
    private readonly List<Question> _questions = [];
    private readonly Queue<(string Key, Question Question, InferenceJob Job)> _pending = new();
    private readonly List<KeyValuePair<string, byte[]>> _unsaved = [];

    /// <summary>Runs once.</summary>
    /// <returns>A question a distinct input; null rows are in none.</returns>
    internal async Task<IReadOnlyList<Question>> AnswerAsync(Column column, CancellationToken cancellationToken)
    {
        for (var row = 0; row < column.Length; row++)
        {
            await ReadAsync(column, row, cancellationToken);
        }

        await AnswerFromCacheAsync(cancellationToken);
        try
        {
            await InferAsync(cancellationToken);
        }
        finally
        {
            // What is done is kept even if the query is stopped.
            await SaveAsync(CancellationToken.None);
        }

        return _questions;
    }

    private async ValueTask ReadAsync(Column column, int row, CancellationToken cancellationToken)
    {
        try
        {
            if (await reader.ReadAsync(column, row, cancellationToken) is { } input)
            {
                Add(input, row);
            }
        }
        catch (ServerException e)
        {
            var uri = reader.UriOf(column, row);
            _questions.Add(new Question(uri) { Error = e, Rows = { row } });
        }
    }

    private void Add(ModelInput input, int row)
    {
        var key = keys.KeyOf(input.Identity);
        if (!_open.TryGetValue(key, out var open))
        {
            open = (new Question(input.Uri), input.Source);
            _open.Add(key, open);
            _questions.Add(open.Question);
        }

        open.Question.Rows.Add(row);
    }

    private async Task AnswerFromCacheAsync(CancellationToken cancellationToken)
    {
        if (cache is null || _open.Count == 0)
        {
            return;
        }

        foreach (var (key, answer) in await cache.GetManyAsync(_open.Keys, cancellationToken))
        {
            _open.Remove(key, out var open);
            (open.Question.Answer, open.Question.IsCacheHit) = (answer, true);
        }
    }

    private async Task InferAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, (question, source)) in _open)
        {
            _pending.Enqueue((key, question, await pipeline.SubmitAsync(source, cancellationToken)));
            await CollectAsync(wait: false, cancellationToken);
        }

        await CollectAsync(wait: true, cancellationToken);
    }

    private async ValueTask CollectAsync(bool wait, CancellationToken cancellationToken)
    {
        while (_pending.TryPeek(out var next) && (wait || next.Job.Outcome.IsCompleted))
        {
            var outcome = await next.Job.Outcome;
            _pending.Dequeue();
            Record(next.Key, next.Question, outcome);
            if (_unsaved.Count >= SaveEvery)
            {
                await SaveAsync(cancellationToken);
            }
        }
    }

    private void Record(string key, Question question, InferenceOutcome outcome)
    {
        question.IsModelCall = outcome.WasInferred;
        question.Error = outcome.Error;
        question.Answer = outcome.Value;
        if (outcome.Value is { } value)
        {
            _unsaved.Add(new(key, value));
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (cache is not null && _unsaved.Count > 0)
        {
            await cache.PutManyAsync(_unsaved, cancellationToken);
        }

        _unsaved.Clear();
    }
}
