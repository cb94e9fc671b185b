namespace Headrace.Streaming.Limits;

/// <summary>
/// What may be sent: filled at a rate, emptied by what was sent. It may be overdrawn, as what was sent is known afterwards; what is beyond the greatest debt is forgiven. One caller at a time.
/// </summary>
internal sealed class TokenBucket
{
    private double _capacity;
    private double _maxDebt;

    /// <summary>Bytes that may be sent; negative while it is overdrawn.</summary>
    public double Tokens { get; private set; }

    /// <summary>What it still takes until it is full.</summary>
    public double Room => _capacity - Tokens;

    /// <summary>Changes what it holds, and how far it may be overdrawn. A new one is full.</summary>
    public void Resize(double capacity, double maxDebt)
    {
        if (_capacity == 0) Tokens = capacity;
        (_capacity, _maxDebt) = (capacity, maxDebt);
        Tokens = Math.Clamp(Tokens, -maxDebt, capacity);
    }

    /// <summary>Takes what was sent.</summary>
    public void Take(long bytes) => Tokens = Math.Max(Tokens - bytes, -_maxDebt);

    /// <summary>Fills it, to its brim at most.</summary>
    public void Fill(double bytes) => Tokens = Math.Min(_capacity, Tokens + bytes);
}
