using System.Runtime.CompilerServices;
using System.Text;
using Headrace.Manifests.Dash;
using Headrace.Manifests.Dash.Checking;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;
using Headrace.TestKit;

namespace Headrace.Manifests.Tests.Dash;

public sealed class MpdCheckerTests
{
    private const string Url = "http://example.test/cam/manifest.mpd";

    private delegate void Breach(Run run);

    private static readonly Dictionary<string, Breach> Faults = new()
    {
        ["manifest-unavailable"] = run => run.Take(MpdSamples.Listed(), status: 404),
        ["not-an-mpd"] = run => run.TakeText("<html/>"),
        ["malformed-value"] = run => run.TakeChanged(MpdSamples.Listed(), "PT20S", "twenty"),
        ["missing-value"] = run => run.TakeChanged(MpdSamples.Listed(), " bandwidth=\"1000000\"", ""),
        ["element-misplaced"] = run => run.TakeChanged(MpdSamples.Listed(), "</MPD>", "<Location>x</Location></MPD>"),
        ["not-checked"] = run => run.TakeChanged(MpdSamples.Listed(), "<Location>", "<BaseURL>x</BaseURL><Location>"),
        ["period-id-missing"] = run => run.TakeChanged(MpdSamples.Listed(), " id=\"p0\"", ""),
        ["period-id-twice"] = run => run.Take(MpdSamples.Listed() is var mpd ? mpd with { Periods = [mpd.Periods[0], mpd.Periods[0] with { Start = TimeSpan.FromSeconds(20), AdaptationSets = mpd.Periods[0].AdaptationSets }] } : mpd),
        ["periods-out-of-order"] = run => run.Take(MpdSamples.Listed() is var mpd ? mpd with { Periods = [mpd.Periods[0], mpd.Periods[0] with { Id = "p1" }] } : mpd),
        ["period-empty"] = run => run.Take(MpdSamples.Listed() is var mpd ? mpd with { Periods = [mpd.Periods[0], new MpdPeriod { Id = "p1", Start = TimeSpan.FromSeconds(30) }] } : mpd),
        ["representation-twice"] = run => run.Take(MpdSamples.Listed().With(set => set with { Representations = [set.Representations[0], set.Representations[0]] })),
        ["initialization-missing"] = run => run.Take(MpdSamples.Listed().With(template: one => one with { Initialization = "" })),
        ["segments-undefined"] = run => run.Take(MpdSamples.LowLatency().With(template: one => one with { Duration = null })),
        ["segments-all-alike"] = run => run.Take(MpdSamples.Listed().With(template: one => one with { Media = "a.m4s" })),
        ["timeline-gap"] = run => run.Take(MpdSamples.Listed().With(template: one => one with { Timeline = [new TimelineRun(2_000_000, 180_000, 0), new TimelineRun(2_200_000, 180_000, 0)] })),
        ["timeline-overlap"] = run => run.Take(MpdSamples.Listed().With(template: one => one with { Timeline = [new TimelineRun(2_000_000, 180_000, 0), new TimelineRun(2_100_000, 180_000, 0)] })),
        ["segment-too-long"] = run => run.Take(MpdSamples.Listed().With(template: one => one with { Timeline = [new TimelineRun(2_000_000, 230_000, 0)] })),
        ["timeline-before-period"] = run => run.Take(MpdSamples.Listed().With(template: one => one with { PresentationTimeOffset = 90_000_000 })),
        ["delay-too-short"] = run => run.Take(MpdSamples.Listed() with { SuggestedPresentationDelay = TimeSpan.FromSeconds(2) }),
        ["latency-out-of-range"] = run => run.Take(MpdSamples.LowLatency() is var mpd ? mpd with { Latency = mpd.Latency! with { Least = TimeSpan.FromSeconds(3) } } : mpd),
        ["reference-unknown"] = run => run.Take(MpdSamples.LowLatency() is var mpd ? mpd with { Latency = mpd.Latency! with { ReferenceId = 3 } } : mpd),
        ["clock-missing"] = run => run.Take(MpdSamples.Listed() with { UtcTimings = default }),
        ["availability-start-changed"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42) with { AvailabilityStart = MpdSamples.Start.AddSeconds(1) }),
        ["publish-time-went-back"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42) with { Publish = MpdSamples.Start }),
        ["publish-time-kept"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42) with { Publish = MpdSamples.Listed().Publish }),
        ["period-changed"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42) is var mpd ? mpd with { Periods = [mpd.Periods[0] with { Start = TimeSpan.FromSeconds(1) }] } : mpd),
        ["period-inserted"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42) is var mpd ? mpd with { Periods = [mpd.Periods[0] with { Id = "p9", Start = TimeSpan.Zero }, mpd.Periods[0]] } : mpd),
        ["representation-changed"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42).With(template: one => one with { Initialization = "b" })),
        ["timeline-changed"] = run => run.Take(MpdSamples.Listed(), MpdSamples.Listed(42).With(template: one => one with { StartNumber = one.StartNumber + 1 })),
        ["segment-unavailable"] = run => run.Fetch(MpdSamples.Listed(), fact => fact with { Status = 404 }),
        ["segment-unreadable"] = run => run.Fetch(MpdSamples.Listed(), fact => fact with { Fault = "cut off" }),
        ["segment-elsewhere"] = run => run.Fetch(MpdSamples.Listed(), fact => fact with { Timing = fact.Timing! with { DecodeTime = fact.Timing.DecodeTime + 900 } }),
        ["segment-duration-wrong"] = run => run.Fetch(MpdSamples.Listed(), fact => fact with { Timing = fact.Timing! with { Duration = fact.Timing.Duration + 900 } }),
        ["segments-apart"] = run => run.Fetch(MpdSamples.LowLatency(), fact => fact with { Timing = fact.Timing! with { Duration = 900 } }),
        ["segment-without-sap"] = run => run.Fetch(MpdSamples.Listed(), fact => fact with { Timing = fact.Timing! with { RandomAccess = RandomAccessPlace.Within } }),
    };

    public static TheoryData<string> RuleIds => [.. MpdRules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void EachFaultIsFoundAndNothingElse(string id)
    {
        Run run = new();
        Faults[id](run);
        Assert.Contains(run.Checker.Findings, finding => finding.Rule.Id == id && finding.Message.Length > 0);
        Assert.All(run.Checker.Findings, finding => Assert.Equal(id, finding.Rule.Id));
    }

    [Fact]
    public void StreamThatGoesOnHasNoFaults()
    {
        foreach (Func<int, Mpd> sample in new Func<int, Mpd>[] { MpdSamples.Listed, MpdSamples.LowLatency })
        {
            Run run = new();
            for (int seconds = 4; seconds < 100; seconds += 2) run.Fetch(sample(seconds), fact => fact, seconds);
            Assert.Empty(run.Checker.Findings);
            Assert.InRange(run.Fetched, 90, 100);
        }
    }

    [Fact]
    public void SegmentBeyondThePeriodThatEndedIsNotJudged()
    {
        Run run = new();
        run.Fetch(MpdSamples.LowLatency(), fact => fact.Timing!.Start > TimeSpan.FromSeconds(38) ? fact with { Timing = fact.Timing with { DecodeTime = 9_000_000 } } : fact, 40);
        run.Seconds = 100;
        Mpd next = MpdSamples.LowLatency(60);
        run.Take(next with { Periods = [next.Periods[0], next.Periods[0] with { Id = "p1", Start = TimeSpan.FromSeconds(38.5) }] });
        Assert.Empty(run.Checker.Findings);
    }

    [Fact]
    public void TheDocumentListsEachRuleWithItsGradeAndClause()
    {
        string text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/protocols/dash.md"));
        Assert.All(MpdRules.All, rule => Assert.Contains(
            $"| `{rule.Id}` | {(rule.Severity == Severity.Error ? "error" : "advice")} | {rule.Clause.Replace("ISO/IEC 23009-1, ", "", StringComparison.Ordinal)} |", text, StringComparison.Ordinal));

        static string ThisFile([CallerFilePath] string path = "") => path;
    }

    [Fact]
    public void NoInputMakesTheCheckerThrow() => Fuzz.Run([MpdSamples.Text(MpdSamples.Listed()), MpdSamples.Text(MpdSamples.LowLatency())], text =>
    {
        MpdChecker checker = new();
        checker.Observe(new MpdResponse(Url, default, MpdSamples.Start.AddSeconds(38), 200, MpdSamples.Text(MpdSamples.Listed(38))));
        foreach (DashSegment segment in checker.Observe(new MpdResponse(Encoding.Latin1.GetString(text), default, MpdSamples.Start.AddSeconds(40), 200, text.ToArray())).Take(3))
            checker.Observe(new MediaFact(segment.Url, default, 200, 1, "", new MediaTiming(long.MaxValue, 5, 1, RandomAccessPlace.None)));
        checker.Observe(new MpdResponse(Url, new MonotonicTime(60_000_000_000), MpdSamples.Start.AddSeconds(100), 200, MpdSamples.Text(MpdSamples.LowLatency())));
        checker.Finish();
    });

    /// <summary>One observation.</summary>
    private sealed class Run
    {
        public MpdChecker Checker { get; } = new();

        public int Seconds { get; set; } = 40;

        public int Fetched { get; private set; }

        public void Take(params Mpd[] mpds)
        {
            foreach (Mpd mpd in mpds) Observe(MpdSamples.Text(mpd), 200);
        }

        public void Take(Mpd mpd, int status) => Observe(MpdSamples.Text(mpd), status);

        public void TakeText(string text) => Observe(Encoding.UTF8.GetBytes(text), 200);

        public void TakeChanged(Mpd mpd, string text, string other)
        {
            string written = Encoding.UTF8.GetString(MpdSamples.Text(mpd));
            Assert.Contains(text, written, StringComparison.Ordinal);
            TakeText(written.Replace(text, other, StringComparison.Ordinal));
        }

        /// <summary>Takes an MPD and fetches what it names, and is told later that all is still the same.</summary>
        public void Fetch(Mpd mpd, Func<MediaFact, MediaFact> change, int? seconds = null)
        {
            Seconds = seconds ?? Seconds;
            foreach (DashSegment segment in Observe(MpdSamples.Text(mpd), 200))
            {
                MediaTiming timing = new(segment.Start, segment.Duration, segment.Timescale, RandomAccessPlace.AtStart);
                Checker.Observe(change(new MediaFact(segment.Url, new MonotonicTime(Seconds * 1_000_000_000L), 200, 1, "", timing)));
                Fetched++;
            }

            if (seconds is not null) return;
            Seconds += 60;
            Observe(MpdSamples.Text(mpd), 200);
        }

        private IReadOnlyList<DashSegment> Observe(byte[] text, int status)
        {
            return Checker.Observe(new MpdResponse(Url, new MonotonicTime(Seconds * 1_000_000_000L), MpdSamples.Start.AddSeconds(Seconds + 0.5), status, text));
        }
    }
}
