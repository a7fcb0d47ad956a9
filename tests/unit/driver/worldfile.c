/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Worlds from files: the families in them, here and in files of their own. */
#include <stdio.h>
#include <unistd.h>

#include "tests/unit/driver/driver_fixture.h"

static char folder[32];

static void put_file(const char *name, const char *text)
{
    char path[64];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static void remove_file(const char *name)
{
    char path[64];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    unlink(path);
}

static void make_folder(void)
{
    strcpy(folder, "/tmp/vireo-world.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
    remove_file("node.xml");
    remove_file("net.xml");
    remove_file("pool.xml");
    rmdir(folder);
}

static int open_file(struct heard *h)
{
    static const struct session_host host = {.emit = hear};
    _cleanup_(uri_freep) struct uri *uri = NULL;
    char text[80];

    *h = (struct heard){.session = {.host = &host, .driver = &test_driver}};
    snprintf(text, sizeof(text), "test://%s/node.xml", folder);
    GIVES(uri_parse(text, &uri));
    return test_driver.open(&h->session, uri, 0);
}

START_TEST(families_are_read_from_the_file_and_from_those_that_it_names)
{
    struct heard h;
    remote_connect_num_of_networks_ret nets = {0};
    remote_connect_num_of_interfaces_ret interfaces = {0};
    remote_connect_num_of_secrets_ret secrets = {0};
    remote_storage_vol_lookup_by_path_args by = {.path = TEXT("/p/v")};
    remote_storage_vol_lookup_by_path_ret found = {0};
    remote_storage_pool_get_xml_desc_args get = {0};
    remote_storage_pool_lookup_by_name_args by_name = {.name = TEXT("p")};
    remote_storage_pool_lookup_by_name_ret pool = {0};
    remote_storage_pool_get_xml_desc_ret xml = {0};

    put_file("net.xml", "<network><name>there</name></network>");
    put_file("pool.xml", "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>");
    put_file("node.xml", "<node><network><name>here</name></network><network file='net.xml'/>"
                         "<pool file='pool.xml'><volume><name>v</name><capacity>7</capacity>"
                         "</volume></pool><interface type='ethernet' name='e'/>"
                         "<secret><usage type='tls'><name>t</name></usage></secret></node>");
    GIVES(open_file(&h));
    GIVES(OPS->connect_num_of_networks(&h.session, &nets));
    ck_assert_int_eq(nets.num, 2);
    GIVES(OPS->connect_num_of_interfaces(&h.session, &interfaces));
    ck_assert_int_eq(interfaces.num, 1);
    GIVES(OPS->connect_num_of_secrets(&h.session, &secrets));
    ck_assert_int_eq(secrets.num, 1);
    GIVES(OPS->storage_vol_lookup_by_path(&h.session, &by, &found));
    GIVES(OPS->storage_pool_lookup_by_name(&h.session, &by_name, &pool));
    get.pool = pool.pool;
    GIVES(OPS->storage_pool_get_xml_desc(&h.session, &get, &xml));
    ck_assert_ptr_null(strstr(xml.xml, "<volume>"));
    ck_assert_ptr_nonnull(strstr(xml.xml, "<allocation unit='bytes'>7</allocation>"));
    free(xml.xml);
    free(pool.pool.name);
    free(found.vol.pool);
    free(found.vol.name);
    free(found.vol.key);
    close_world(&h);
}
END_TEST

START_TEST(what_is_wrong_with_a_file_is_an_error_of_the_test_driver)
{
    struct heard h;

    put_file("node.xml", "<node><pool type='dir'><name>p</name><target><path>/p</path></target>"
                         "<volume><name>v</name><capacity>7</capacity></volume>"
                         "<volume><name>v</name><capacity>7</capacity></volume></pool></node>");
    FAILS(VIR_ERR_OPERATION_FAILED, open_file(&h));
    ck_assert_int_eq(error_get()->domain, VIR_FROM_TEST);
}
END_TEST

static void write_domain(struct heard *h, const char *name, FILE *out)
{
    remote_domain_lookup_by_name_args by_name = {.name = TEXT(name)};
    remote_domain_lookup_by_name_ret found = {0};
    remote_domain_get_xml_desc_args get = {0};
    remote_domain_get_xml_desc_ret xml = {0};

    GIVES(OPS->domain_lookup_by_name(&h->session, &by_name, &found));
    get.dom = found.dom;
    GIVES(OPS->domain_get_xml_desc(&h->session, &get, &xml));
    fputs(xml.xml, out);
    free(xml.xml);
    free(found.dom.name);
}

static void write_network(struct heard *h, const char *name, FILE *out)
{
    remote_network_lookup_by_name_args by_name = {.name = TEXT(name)};
    remote_network_lookup_by_name_ret found = {0};
    remote_network_get_xml_desc_args get = {0};
    remote_network_get_xml_desc_ret xml = {0};

    GIVES(OPS->network_lookup_by_name(&h->session, &by_name, &found));
    get.net = found.net;
    GIVES(OPS->network_get_xml_desc(&h->session, &get, &xml));
    fputs(xml.xml, out);
    free(xml.xml);
    free(found.net.name);
}

#define MACHINE(name)                                                                         \
    "<domain type='test'><name>" name "</name><memory>1024</memory><os><type>hvm</type></os>" \
    "<devices><interface type='user'/><interface type='user'/></devices></domain>"

/* The XML of what the file's world has, and of what is defined there. */
static char *read_world(void)
{
    remote_domain_define_xml_args domain = {.xml = TEXT(MACHINE("later"))};
    remote_domain_define_xml_ret defined = {0};
    remote_network_define_xml_args network = {.xml = TEXT("<network><name>after</name></network>")};
    remote_network_define_xml_ret made = {0};
    struct heard h;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    GIVES(open_file(&h));
    GIVES(OPS->domain_define_xml(&h.session, &domain, &defined));
    GIVES(OPS->network_define_xml(&h.session, &network, &made));
    free(defined.dom.name);
    free(made.net.name);
    write_domain(&h, "here", out);
    write_domain(&h, "later", out);
    write_network(&h, "net", out);
    write_network(&h, "after", out);
    close_world(&h);
    ck_assert_int_eq(fclose(out), 0);
    return text;
}

#define WORLD MACHINE("here") "<network><name>net</name></network></node>"

START_TEST(a_seed_makes_the_same_things_each_time)
{
    _cleanup_free_ char *first = NULL, *again = NULL, *other = NULL, *chance = NULL;

    put_file("node.xml", "<node><random seed='7'/>" WORLD);
    first = read_world();
    again = read_world();
    put_file("node.xml", "<node><random seed='8'/>" WORLD);
    other = read_world();
    put_file("node.xml", "<node>" WORLD);
    chance = read_world();
    ck_assert_str_eq(first, again);
    ck_assert_str_ne(first, other);
    ck_assert_str_ne(first, chance);
}
END_TEST

START_TEST(a_file_that_is_wrong_opens_nothing)
{
    static const char *const wrong[] = {
        "<node><network file='none.xml'/></node>",
        "<node><network><name>a</name></network><network><name>a</name></network></node>",
        "<node><pool type='dir'><name>p</name></pool></node>",
        "<node><pool type='dir'><name>p</name><target><path>/p</path></target><volume/></pool>"
        "</node>",
        "<node><random/></node>",
        "<node><random seed='-1'/></node>",
        "<node><domain type='test'><name>a</name><memory>1</memory><os><type>hvm</type></os>"
        "</domain><random seed='1'/></node>",
    };
    struct heard h;

    for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
        put_file("node.xml", wrong[i]);
        ck_assert_msg(open_file(&h) < 0, "%s is read", wrong[i]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("worlds from files");
    TCase *tc = tcase_create("files");

    tcase_add_checked_fixture(tc, make_folder, remove_folder);
    tcase_add_test(tc, families_are_read_from_the_file_and_from_those_that_it_names);
    tcase_add_test(tc, what_is_wrong_with_a_file_is_an_error_of_the_test_driver);
    tcase_add_test(tc, a_seed_makes_the_same_things_each_time);
    tcase_add_test(tc, a_file_that_is_wrong_opens_nothing);
    suite_add_tcase(suite, tc);
    return run_suite(suite);
}
