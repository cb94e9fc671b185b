using System.Net;

namespace Headrace.Streaming.Access;

/// <summary>What somebody was let in for, and what he had shown: whoever replaces the rules judges it again.</summary>
public sealed class AccessGrant
{
    private readonly AccessAction _action;
    private readonly string _stream;
    private readonly IPAddress _peer;
    private readonly AccessProof? _proof;
    private AccessRules _judgedBy;

    internal AccessGrant(AccessAction action, string stream, IPAddress peer, AccessProof? proof, AccessRules judgedBy)
    {
        _action = action;
        _stream = stream;
        _peer = peer;
        _proof = proof;
        _judgedBy = judgedBy;
    }

    /// <summary>True while the rules still allow it. One caller at a time; by rules that have allowed it once nothing is judged.</summary>
    public bool HoldsUnder(AccessRules rules)
    {
        if (ReferenceEquals(rules, _judgedBy)) return true;
        if (rules.Judge(_action, _stream, _peer, _proof) != AccessVerdict.Allowed) return false;
        _judgedBy = rules;
        return true;
    }
}
