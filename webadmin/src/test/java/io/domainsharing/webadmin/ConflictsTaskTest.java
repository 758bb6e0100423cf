// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryDirectory;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.directory.LocalAddresses;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.pin.SamplePins;
import io.domainsharing.ownership.resolution.ConflictCheck;
import io.domainsharing.ownership.resolution.ConflictSweep;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.FreshLookup;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.ownership.resolution.OwnershipResolverBuilder;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.ownership.resolution.SweepProgress.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.server.task.json.JsonTaskAdditionalInformationSerializer;
import org.apache.james.server.task.json.JsonTaskSerializer;
import org.apache.james.task.Task;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The task as James runs it; and what a distributed James writes down of it and reads again on another node. */
@Tag("D4")
class ConflictsTaskTest {
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final InMemoryLookups lookups = new InMemoryLookups();

    @Test
    void taskShouldBeMadeAnewFromItsType() throws Exception {
        ConflictsTask made = task();
        JsonTaskSerializer serializer = JsonTaskSerializer.of(ConflictsTaskDto.module(() -> made));

        String json = serializer.serialize(task());

        assertThat(json).isEqualTo("{\"type\":\"domain-sharing-conflicts\"}");
        Task read = serializer.deserialize(json);
        assertThat(read).isSameAs(made);
    }

    @Test
    @SuppressWarnings("unchecked")
    void informationShouldSurviveTheWayThroughJson() throws Exception {
        ConflictsTaskInformation information = new ConflictsTaskInformation(
                Instant.parse("2026-03-01T12:00:00Z"), new Snapshot(12, 3, 2, Map.of("tokyo", 2L), 1));
        JsonTaskAdditionalInformationSerializer serializer =
                JsonTaskAdditionalInformationSerializer.of(ConflictsTaskInformation.MODULE);

        String json = serializer.serialize(information);

        assertThat(json)
                .contains("\"checkedAddresses\":12")
                .contains("\"conflicts\":3")
                .contains("\"unansweredAddresses\":2")
                .contains("\"unansweredByPeer\":{\"tokyo\":2}")
                .contains("\"uncheckedRegexMappings\":1");
        assertThat(serializer.deserialize(json)).isEqualTo(information);
    }

    @Test
    void taskShouldBeCompleteWhenEveryPeerAnswered() throws Exception {
        lookups.program("tokyo", new PeerAnswer.Accepts());
        ConflictsTask task = task();

        assertThat(run(task)).isEqualTo(Task.Result.COMPLETED);
        assertThat(progressOf(task)).isEqualTo(new Snapshot(1, 1, 0, Map.of(), 0));
    }

    @Test
    void taskShouldBePartialWhenAPeerGaveNoAnswer() throws Exception {
        lookups.program("tokyo", new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent"));
        ConflictsTask task = task();

        assertThat(run(task)).isEqualTo(Task.Result.PARTIAL);
        assertThat(progressOf(task)).isEqualTo(new Snapshot(1, 0, 1, Map.of("tokyo", 1L), 0));
    }

    private Task.Result run(ConflictsTask task) {
        CompletableFuture<Task.Result> result = Mono.from(task.runAsync()).toFuture();
        // James lists its users on a thread of its own.
        Awaitility.await().until(() -> {
            timer.advance(Duration.ofSeconds(1));
            return result.isDone();
        });
        return result.join();
    }

    private static Snapshot progressOf(ConflictsTask task) {
        return ((ConflictsTaskInformation) task.details().orElseThrow()).progress();
    }

    private ConflictsTask task() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .build());
        domains.addDomain(Domain.of("example.com"));
        MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of("ann@example.com"), "secret");
        InMemoryDirectory directory = new InMemoryDirectory();
        directory.add("ann@example.com", LocalMatch.ACCOUNT);
        InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo"));
        Conflicts conflicts = new Conflicts(clock, ResolverListener.NONE);
        OwnershipResolver resolver = new OwnershipResolverBuilder(
                        directory,
                        peers.directory(),
                        lookups,
                        OwnerCache.inMemory(CacheConfiguration.DEFAULT, clock, clock::nanos),
                        conflicts)
                .build(clock, timer, Runnable::run);
        return new ConflictsTask(
                new ConflictSweep(
                        new LocalAddresses(users, new MemoryRecipientRewriteTable(), domain -> true, false),
                        new ConflictCheck(
                                resolver,
                                new FreshLookup(peers.directory(), lookups, () -> 0),
                                conflicts,
                                SamplePins.of(peers.directory(), clock)),
                        address -> CompletableFuture.completedStage(null),
                        Schedulers.immediate(),
                        Schedulers.fromExecutorService(timer)),
                clock);
    }
}
