// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.domainsharing.mailets.DomainSharingMailet;
import io.domainsharing.mailets.ShareListPosts;
import io.domainsharing.mailets.delivery.GatewayMail;
import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.matchers.RecipientIsOnPeer;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerRegistry;
import io.domainsharing.ownership.mx.MxPeers;
import io.domainsharing.ownership.resolution.OwnershipResolver;
import io.domainsharing.smtp.CommandAudit;
import io.domainsharing.smtp.DomainSharingMailHook;
import io.domainsharing.smtp.ReplayPool;
import io.domainsharing.webadmin.DomainSharingHealthCheck;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.PreDestroy;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.DefaultUserEntityValidator;
import org.apache.james.UserEntityValidator;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.apache.james.util.LoggingLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole graph, put together by Guice without a James. */
class WiringTest {
    private static final String TRACE_KEY = "trace.key";

    @SuppressWarnings("NullAway.Init") // Before each test.
    private Path home;

    private Injector injector = Guice.createInjector();

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        home = temporary;
    }

    @AfterEach
    void close() {
        if (injector.getParent() != null) {
            injector.getInstance(Lifecycle.class).close();
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("domain-sharing"))
                .collect(Collectors.toSet());
    }

    private Injector wire(String minger) {
        String xml = "<domainsharing><node>paris</node><domains><domain>example.com</domain></domains>" + minger
                + "<peers><peer><name>tokyo</name><smtp>127.0.0.1</smtp></peer></peers></domainsharing>";
        injector = Guice.createInjector(new James(home, xml)).createChildInjector(new DomainSharingModule());
        return injector;
    }

    private List<String> filesIn(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

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

    private static OwnerCache open(Path folder) {
        return OwnerCache.open(CacheConfiguration.DEFAULT, folder, Clock.systemUTC(), peer -> true);
    }

    /** What a James gives to its extensions, as far as the graph asks for it. */
    private static final class James extends AbstractModule {
        private final Path home;
        private final String xml;

        James(Path home, String xml) {
            this.home = home;
            this.xml = xml;
        }

        @Override
        protected void configure() {
            MemoryDomainList domains = domains();
            bind(DomainList.class).toInstance(domains);
            bind(UsersRepository.class).toInstance(MemoryUsersRepository.withVirtualHosting(domains));
            MemoryRecipientRewriteTable table = new MemoryRecipientRewriteTable();
            table.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
            bind(RecipientRewriteTable.class).toInstance(table);
            bind(UserEntityValidator.class)
                    .toInstance(new DefaultUserEntityValidator(MemoryUsersRepository.withVirtualHosting(domains)));
            bind(FileSystem.class).toInstance(new HomeFileSystem(home));
            bind(ConfigurationProvider.class).toInstance(this::configuration);
            bind(MetricRegistry.class).toInstance(new MetricRegistry());
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(DNSService.class).toInstance(unused(DNSService.class));
            bind(QuotaManager.class).toInstance(unused(QuotaManager.class));
            bind(UserQuotaRootResolver.class).toInstance(unused(UserQuotaRootResolver.class));
            bind(new TypeLiteral<MailQueueFactory<?>>() {}).toInstance(unused(MailQueueFactory.class));
        }

        private HierarchicalConfiguration<ImmutableNode> configuration(String name, LoggingLevel onError)
                throws ConfigurationException {
            if (!name.equals("domainsharing")) {
                return new BaseHierarchicalConfiguration();
            }
            XMLConfiguration configuration = new XMLConfiguration();
            new FileHandler(configuration)
                    .load(
                            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
                            StandardCharsets.UTF_8.name());
            return configuration;
        }

        private static MemoryDomainList domains() {
            try {
                MemoryDomainList domains = new MemoryDomainList(unused(DNSService.class));
                domains.configure(DomainListConfiguration.DEFAULT);
                domains.addDomain(Domain.of("example.com"));
                return domains;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static <T> T unused(Class<T> type) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    }));
        }
    }

    /** James's files below one folder. */
    private record HomeFileSystem(Path home) implements FileSystem {
        @Override
        public File getBasedir() {
            return home.toFile();
        }

        @Override
        public InputStream getResource(String url) {
            throw new UnsupportedOperationException(url);
        }

        @Override
        public File getFile(String url) {
            return home.resolve(url.substring("file://".length())).toFile();
        }
    }
}
