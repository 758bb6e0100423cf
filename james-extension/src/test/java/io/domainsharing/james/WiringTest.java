// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.Key;
import io.domainsharing.mailets.DomainSharingMailet;
import io.domainsharing.mailets.ShareListPosts;
import io.domainsharing.mailets.delivery.GatewayMail;
import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.matchers.RecipientIsOnPeer;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.smtp.CommandAudit;
import io.domainsharing.smtp.DomainSharingMailHook;
import io.domainsharing.smtp.ReplayPool;
import io.domainsharing.webadmin.DomainSharingHealthCheck;
import java.lang.reflect.RecordComponent;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.annotation.PreDestroy;
import org.apache.james.core.Domain;
import org.apache.james.queue.api.MailQueueFactory;
import org.junit.jupiter.api.Test;

/** The whole graph, put together by Guice without a James. */
class WiringTest extends WiringFixture {
    private static final String TRACE_KEY = "trace.key";

    @Test
    void puttingTogetherShouldStartNothing() throws Exception {
        Set<String> before = threads();

        wire("");
        injector.getInstance(DomainSharingStartable.class);
        injector.getInstance(DomainSharingMailet.class);
        injector.getInstance(ShareListPosts.class);
        injector.getInstance(RecipientIsOnPeer.class);
        injector.getInstance(DomainSharingMailHook.class);
        injector.getInstance(DomainSharingHealthCheck.class);

        assertThat(threads()).isEqualTo(before);
        assertThat(filesIn(home.resolve("var/domain-sharing")))
                .containsAnyOf(TRACE_KEY)
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void everyPartShouldBeOneAndTheSame() {
        wire("");

        assertThat(injector.getInstance(PeerDirectory.class))
                .isSameAs(injector.getInstance(PeerDirectory.class))
                .isSameAs(injector.getInstance(PeerRegistry.class).directory());
        assertThat(injector.getInstance(OwnershipResolver.class))
                .isSameAs(injector.getInstance(OwnershipResolver.class));
        assertThat(injector.getInstance(CoarseClock.class)).isSameAs(injector.getInstance(CoarseClock.class));
        assertThat(injector.getInstance(PeerDirectory.class)
                        .asked(Domain.of("example.com"))
                        .destinations())
                .singleElement()
                .satisfies(tokyo -> assertThat(tokyo.name()).hasToString("tokyo"));
    }

    // A distributed James puts the modules of all lines into one map by their type, and does not start if one is there
    // twice.
    @Test
    void tasksNamedByTwoLinesShouldBeOneTask() {
        wire("");

        assertThat(injector.getInstance(DomainSharingTasks.class).taskDTOModules())
                .isEqualTo(injector.getInstance(DomainSharingTasks.class).taskDTOModules());
        assertThat(injector.getInstance(DomainSharingTasks.class).taskAdditionalInformationDTOModules())
                .isEqualTo(injector.getInstance(DomainSharingTasks.class).taskAdditionalInformationDTOModules());
    }

    // What James's own injector makes is not seen by the listener that has things closed.
    @Test
    void everythingThatCanBeClosedShouldBeMadeByOurInjector() {
        wire("");
        injector.getInstance(DomainSharingStartable.class);
        injector.getInstance(DomainSharingMailet.class);
        injector.getInstance(DomainSharingMailHook.class);

        for (Class<?> type : List.of(
                CommandAudit.class,
                ReplayPool.class,
                SecondaryCaller.class,
                Workers.class,
                PeerDelivery.class,
                GatewayMail.class,
                AccountsForPeers.class,
                MingerServer.class,
                MxPeers.class)) {
            assertThat(AutoCloseable.class).isAssignableFrom(type);
            injector.getInstance(type);
            assertThat(injector.getParent().getExistingBinding(Key.get(type)))
                    .as(type.getSimpleName())
                    .isNull();
        }
    }

    // James disposes in the reverse order of injection: what James injects behind its queues goes before them.
    @Test
    void jamesShouldEndDeliveryBeforeItsQueues() throws Exception {
        assertThat(PeerDelivery.class.getMethod("close").getAnnotation(PreDestroy.class))
                .isNotNull();
        assertThat(PeerDelivery.class.getDeclaredConstructors()).singleElement().satisfies(constructor -> assertThat(
                        constructor.getParameterTypes()[0].getRecordComponents())
                .extracting(RecordComponent::getType)
                .contains(MailQueueFactory.class));
    }

    @Test
    void startShouldOpenTheCacheAndClosingLetGoOfIt() {
        wire("");
        injector.getInstance(DomainSharingStartable.class).start();
        Path folder = home.resolve("var/domain-sharing");

        assertThat(injector.getInstance(OwnerCache.class).figures().persistent())
                .isTrue();
        assertThatThrownBy(() -> open(folder)).hasMessageContaining(folder.toString());

        injector.getInstance(Lifecycle.class).close();

        open(folder).close();
        await().until(() -> threads().stream().noneMatch(name -> name.contains("owner-store")));
    }

    @Test
    void startThatFailsHalfWayShouldLeaveNothingOpen() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            wire("<minger><bind>127.0.0.1:" + taken.getLocalPort()
                    + "</bind><secret>a-secret-of-some-length</secret></minger>");
            DomainSharingStartable testee = injector.getInstance(DomainSharingStartable.class);

            assertThatThrownBy(testee::start).hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }

        open(home.resolve("var/domain-sharing")).close();
        await().until(() -> threads().stream().noneMatch(name -> name.contains("owner-store")));
    }
}
