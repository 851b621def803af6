using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Inference;

/// <summary>What was spent on models that cost something: by a query, and by the session around it. Safe for concurrent use.</summary>
/// <remarks>A call's price is known when it is over. Until then its likely price is set aside, so that calls at the same time don't overdraw.</remarks>
/// <param name="scope">Such as <c>query</c>, for messages.</param>
/// <param name="limits">The session's own limits when they are asked for; of the query those of each model count.</param>
/// <param name="outer">The session's, for a query.</param>
public sealed class Spending(string scope, Func<SpendingLimits>? limits = null, Spending? outer = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Account> _accounts = [];

    /// <summary>What it is a part of; null for nothing.</summary>
    internal Spending? Outer { get; } = outer;

    /// <summary>Calls so far.</summary>
    public long Calls => Sum(account => account.Calls);

    /// <summary>The price of the calls so far.</summary>
    public double Cost => Sum(account => account.Cost);

    /// <summary>Tokens of the calls so far.</summary>
    public TokenUse Tokens => new(Sum(account => account.Tokens.Input), Sum(account => account.Tokens.Output));

    /// <summary>Sets a call aside.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="own">The model's limits and prices.</param>
    /// <param name="likely">The tokens that it may take.</param>
    /// <exception cref="ServerException">ResourceExhausted: it would be more than may be spent.</exception>
    internal Reservation Reserve(string model, SpendingLimits own, TokenUse likely)
    {
        var reservation = Outer?.Reserve(model, own, likely);
        try
        {
            lock (_lock)
            {
                Check(model, limits?.Invoke() ?? own, own.CostOf(likely));
                var account = AccountOf(model);
                account.Calls++;
                account.SetAside += own.CostOf(likely);
            }
        }
        catch
        {
            reservation?.Cancel();
            throw;
        }

        return new Reservation(this, model, own, likely, reservation);
    }

    private void Check(string model, SpendingLimits most, double likely)
    {
        // A session's limits are for all models together.
        var counted = limits is null ? [AccountOf(model)] : _accounts.Values.ToArray();
        var calls = counted.Sum(account => account.Calls);
        var cost = counted.Sum(account => account.Cost + account.SetAside);
        if (calls >= most.MaxCalls)
        {
            throw Exhausted(model, string.Create(CultureInfo.InvariantCulture, $"max_calls {most.MaxCalls}"), calls, cost);
        }

        if (cost + likely > most.MaxCost)
        {
            throw Exhausted(model, string.Create(CultureInfo.InvariantCulture, $"max_cost {most.MaxCost}"), calls, cost);
        }
    }

    private ServerException Exhausted(string model, string limit, long calls, double cost) => new(ErrorCode.ResourceExhausted, string.Create(
        CultureInfo.InvariantCulture,
        $"Model '{model}' was not asked: the budget of this {scope} ({limit}) is used up after {calls} calls that cost {cost:0.######}. What is answered is kept; raise the limit to go on."));

    private Account AccountOf(string model)
    {
        if (!_accounts.TryGetValue(model, out var account))
        {
            account = new Account();
            _accounts.Add(model, account);
        }

        return account;
    }

    private void Settle(Reservation reservation, TokenUse? used)
    {
        lock (_lock)
        {
            var account = AccountOf(reservation.Model);
            account.SetAside -= reservation.Limits.CostOf(reservation.Likely);
            if (used is { } tokens)
            {
                account.Cost += reservation.Limits.CostOf(tokens);
                account.Tokens = new TokenUse(account.Tokens.Input + tokens.Input, account.Tokens.Output + tokens.Output);
            }
            else
            {
                account.Calls--;
            }
        }
    }

    private T Sum<T>(Func<Account, T> of)
        where T : System.Numerics.INumber<T>
    {
        lock (_lock)
        {
            return _accounts.Values.Aggregate(T.Zero, (sum, account) => sum + of(account));
        }
    }

    /// <summary>A call that was set aside and isn't over yet.</summary>
    internal sealed class Reservation(Spending spending, string model, SpendingLimits limits, TokenUse likely, Reservation? outer)
    {
        internal string Model { get; } = model;

        internal SpendingLimits Limits { get; } = limits;

        internal TokenUse Likely { get; } = likely;

        /// <summary>The call is over, and took so many tokens.</summary>
        internal void Settle(TokenUse used)
        {
            outer?.Settle(used);
            spending.Settle(this, used);
        }

        /// <summary>The call failed, and so costs nothing.</summary>
        internal void Cancel()
        {
            outer?.Cancel();
            spending.Settle(this, null);
        }
    }

    private sealed class Account
    {
        public long Calls { get; set; }

        public double Cost { get; set; }

        public double SetAside { get; set; }

        public TokenUse Tokens { get; set; }
    }
}
