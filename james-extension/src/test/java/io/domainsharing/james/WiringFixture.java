// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.TypeLiteral;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.apache.james.mailrepository.api.MailRepositoryStore;
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
import org.junit.jupiter.api.io.TempDir;

/** Our modules over the least of James that they are bound to, with a folder of the test as its home. */
abstract class WiringFixture {
    @SuppressWarnings("NullAway.Init") // Before each test.
    Path home;

    Injector injector = Guice.createInjector();

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

    static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("domain-sharing"))
                .collect(Collectors.toSet());
    }

    Injector wire(String minger) {
        String xml = "<domainsharing><node>paris</node><domains><domain>example.com</domain></domains>" + minger
                + "<peers><peer><name>tokyo</name><smtp>127.0.0.1</smtp></peer></peers></domainsharing>";
        injector = Guice.createInjector(new James(home, xml)).createChildInjector(new DomainSharingModule());
        return injector;
    }

    List<String> filesIn(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    static OwnerCache open(Path folder) {
        return OwnerCache.onDisk(CacheConfiguration.DEFAULT, folder, Clock.systemUTC(), System::nanoTime, peer -> true)
                .start();
    }

    /** What a James gives to its extensions, as far as the graph asks for it. */
    static final class James extends AbstractModule {
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
            bind(Clock.class).toInstance(Clock.systemUTC());
            bind(DNSService.class).toInstance(unused(DNSService.class));
            bind(QuotaManager.class).toInstance(unused(QuotaManager.class));
            bind(UserQuotaRootResolver.class).toInstance(unused(UserQuotaRootResolver.class));
            bind(new TypeLiteral<MailQueueFactory<?>>() {}).toInstance(unused(MailQueueFactory.class));
            bind(MailRepositoryStore.class).toInstance(unused(MailRepositoryStore.class));
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
    record HomeFileSystem(Path home) implements FileSystem {
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
