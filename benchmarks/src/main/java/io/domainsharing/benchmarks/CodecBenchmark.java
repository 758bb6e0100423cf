// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.minger.Digest;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerResponse;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.ResponseReading;
import io.domainsharing.network.Secret;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing and reading Minger's datagrams, with a secret. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private final Secret secret = new Secret("ThisIsASharedSecret");
    private final Mailbox mailbox = Mailbox.parse("arvel@example.com");
    private final byte[] query = MingerQuery.of(mailbox, secret).toBytes();
    private final byte[] response = new MingerResponse(mailbox, MingerStatus.EXISTS).toBytes();

    @Benchmark
    public Digest digest() {
        return Digest.of(secret, mailbox);
    }

    @Benchmark
    public byte[] writeQuery() {
        return MingerQuery.of(mailbox, secret).toBytes();
    }

    @Benchmark
    public QueryReading readQuery() {
        return MingerQuery.read(query);
    }

    @Benchmark
    public byte[] writeResponse() {
        return new MingerResponse(mailbox, MingerStatus.EXISTS).toBytes();
    }

    @Benchmark
    public ResponseReading readResponse() {
        return MingerResponse.read(response);
    }
}
