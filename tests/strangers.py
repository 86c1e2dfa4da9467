"""Every place where a stranger's text or file enters, what it may become there, and the tests that hold it.

Whoever opens another such place adds its row; `test_strangers.py` asks for the readers of tables and sources, and looks
whether each test that is named is there.
"""

from __future__ import annotations

from dataclasses import dataclass

WALK = "gui/test_hostile_words.py::test_no_page_no_dialog_and_no_tooltip_reads_what_strangers_wrote"
_CHECK, _SOURCES, _DOMAIN = "listings/services/check", "services/catalogue/sources", "domain"


@dataclass(frozen=True)
class Entrance:
    """`enters`: modules below app/karuta. `becomes`: all that it may become. `held_by`: tests, below tests."""

    what: str
    enters: tuple[str, ...]
    becomes: str
    held_by: tuple[str, ...]


ENTRANCES = (
    # What sellers write
    Entrance(
        "a listing's title",
        (f"{_CHECK}/listing_sources.py", f"{_CHECK}/read_titles.py", "listings/gui/check/field_table.py"),
        "plain text in the window; words that are read in bounded time",
        (
            WALK,
            f"{_CHECK}/test_read_titles.py::test_any_text_is_read",
            f"{_CHECK}/test_read_titles.py::test_hostile_titles_end_soon",
            f"{_CHECK}/test_read_titles.py::test_a_list_of_set_codes_costs_no_more_than_a_few",
        ),
    ),
    Entrance(
        "title, description, listing, table and seller's columns in a report",
        (f"{_CHECK}/check_report.py",),
        "text of JSON in the page, never its markup; cells that no spreadsheet runs",
        (
            f"{_CHECK}/test_report_page.py::test_a_report_of_hostile_listings_has_no_markup_but_its_own",
            f"{_CHECK}/test_check_listings.py::test_every_row_has_its_line_and_the_reports_say_the_same",
            f"{_DOMAIN}/test_spreadsheet.py::test_what_a_spreadsheet_would_run_gets_an_apostrophe",
        ),
    ),
    Entrance(
        "the path of a photo in a listing's table",
        (f"{_CHECK}/listing_sources.py", "files.py"),
        "a file that is looked up; pixels from elsewhere on the computer are shown to nobody unless a person says so",
        (
            f"{_CHECK}/test_check_listings.py::test_a_photo_from_elsewhere_on_this_computer_is_looked_up_but_shown_only_when_that_is_wanted",
            "test_files.py::test_of_what_strangers_name_only_files_are_opened",
            "test_files.py::test_what_became_a_pipe_while_it_was_opened_is_not_waited_for",
        ),
    ),
    Entrance(
        "a table that is piped to the command line",
        ("cli/table_path.py",),
        "a file that is read as often as needed, and goes again; a named pipe and a device are refused",
        (
            "cli/test_table_path.py::test_a_pipe_is_read_once_and_then_as_often_as_a_file",
            "cli/test_table_path.py::test_what_is_piped_in_without_end_is_refused",
            "e2e/test_given_files.py::test_a_named_pipe_and_a_device_are_no_table",
        ),
    ),
    Entrance(
        "how many parts a file is made of: fill bytes, chunks, lines, rows, cells, elements, entries",
        (f"{_DOMAIN}/work.py",),
        "work that is counted, empty parts too, and bounded in proportion to the file",
        (
            "test_work.py::test_a_picture_of_too_many_parts_is_too_slow",
            "test_work.py::test_a_source_of_too_many_parts_is_refused",
            "test_work.py::test_honest_lists_are_taken_however_short_their_rows_are",
        ),
    ),
    Entrance(
        "title, description, listing, table and file names in an evidence sheet",
        (f"{_CHECK}/evidence_sheet.py", "services/evaluation/report_template.py"),
        "escaped HTML; a photo's pixels without its EXIF or folder; nothing outside is referred to",
        (
            f"{_CHECK}/test_evidence_sheet.py::test_what_strangers_wrote_stays_text_wherever_it_stands",
            f"{_CHECK}/test_evidence_sheet.py::test_a_sheet_says_what_was_sold_shown_and_found_and_refers_to_nothing",
            f"{_CHECK}/test_evidence_sheet.py::test_no_place_stands_in_its_pictures",
        ),
    ),
    Entrance(
        "the same sheet as PDF",
        ("listings/gui/check/outgoing.py",),
        "drawn by Qt from that page; pictures that are in it alone",
        (
            "gui/listings/test_drawn_plots.py::test_a_printed_page_has_its_own_pictures_and_asks_for_none_outside",
            "gui/listings/test_drawn_plots.py::test_what_is_no_plot_is_left_out_and_the_rest_stays",
        ),
    ),
    Entrance(
        "a listing's id as a file name",
        (f"{_CHECK}/check_shards.py",),
        "letters and digits in the folder of sheets, short enough for a disk",
        (
            f"{_CHECK}/test_report_page.py::test_what_a_seller_calls_a_listing_is_a_name_in_the_folder_of_sheets",
            f"{_CHECK}/test_report_page.py::test_a_sheet_of_a_listing_with_a_long_name_is_written",
        ),
    ),
    Entrance(
        "a listing in the clipboard or in a drop",
        ("listings/gui/check/paste_dialog.py", f"{_CHECK}/listing_sources.py"),
        "plain text",
        (
            f"{_CHECK}/test_listing_sources.py::test_a_pasted_text_is_a_listing_and_another_text_is_another_one",
            "gui/test_dropped.py::test_text_is_no_picture_and_no_address",
        ),
    ),
    Entrance(
        "a title in a reply to its seller, or in a title that is offered",
        ("listings/domain/check/checked.py", "listings/domain/listing_words.py"),
        "filled in once, as plain text in the clipboard",
        (
            WALK,
            f"{_CHECK}/test_listing_sources.py::test_what_a_seller_wrote_is_filled_into_a_reply_and_a_title_once",
        ),
    ),
    # Tables
    Entrance(
        "a table of listings: header, cells, columns",
        (f"{_CHECK}/listing_sources.py", "tables.py"),
        "cells as text; a bad row is that row's error",
        (
            f"{_CHECK}/test_check_listings.py::test_columns_have_other_names_and_a_wrong_one_is_said",
            f"{_CHECK}/test_listing_sources.py::test_a_table_without_its_columns_is_refused_in_words_of_the_window",
        ),
    ),
    Entrance(
        "a table of templates (replies, titles)",
        (f"{_CHECK}/listing_templates.py",),
        "text with the known places, which are filled in once; no other format",
        (
            f"{_CHECK}/test_listing_sources.py::test_what_a_seller_wrote_is_filled_into_a_reply_and_a_title_once",
            f"{_CHECK}/test_listing_words.py::test_a_bad_row_is_one_sentence_and_the_others_count",
        ),
    ),
    Entrance(
        "a table of words of titles, and of rules what is shown first",
        (f"{_CHECK}/read_titles.py", "listings/services/popularity/demand_files.py"),
        "rows; a bad one is a sentence with its line",
        (
            f"{_CHECK}/test_read_titles.py::test_a_bad_row_of_words_is_told_with_its_line",
            f"{_CHECK}/test_read_first_rules.py::test_no_file_lifts_the_cap",
        ),
    ),
    Entrance(
        "a table of sales",
        ("listings/services/prices/read_sales.py",),
        "rows of bounded length; other sellers' titles stand in no sheet unasked",
        (
            f"{_CHECK}/test_read_sales.py::test_any_bytes_at_all_are_rows_or_one_sentence",
            f"{_CHECK}/test_read_sales.py::test_a_line_of_megabytes_is_refused_and_never_held",
            f"{_CHECK}/test_check_listings.py::test_a_sheet_names_no_other_sellers_sale_unless_asked",
            WALK,
        ),
    ),
    Entrance(
        "tables of listings and of searches that are counted",
        ("listings/services/popularity/count_demand.py",),
        "counts of cards; a broken row costs no other",
        (
            f"{_CHECK}/test_demand_tables.py::test_a_table_that_is_none_is_said_in_a_sentence",
            f"{_CHECK}/test_demand_tables.py::test_a_broken_row_costs_no_other_and_reading_can_be_stopped",
        ),
    ),
    Entrance(
        "a nickname",
        ("services/catalogue/search_cards.py",),
        "a folded text that a search compares",
        (
            "services/catalogue/test_read_nicknames.py::test_a_broken_row_is_one_sentence_and_the_rest_works",
            "services/catalogue/test_read_nicknames.py::test_a_huge_file_is_not_read",
            "services/catalogue/test_search_cards.py::test_any_text_may_be_searched_for",
        ),
    ),
    Entrance(
        "a truth file",
        ("services/evaluation/read_truth.py",),
        "rows and conditions, or one sentence with its line",
        (
            "services/evaluation/test_evaluate_truth_file.py"
            "::test_no_bytes_at_all_end_in_anything_but_a_truth_or_a_sentence",
            "test_lines.py::test_a_truth_file_with_such_a_line_or_row_is_one_sentence_with_its_line",
        ),
    ),
    Entrance(
        "photos' names, conditions and cards' names in the report of an evaluation",
        ("services/evaluation/report_html.py",),
        "escaped HTML; addresses are of pictures in the page or of its own parts",
        (
            "services/evaluation/test_evaluate_report.py::test_hostile_names_stay_text",
            "services/evaluation/test_evaluate_report.py::test_nothing_is_loaded_from_outside_and_nothing_runs",
            "services/evaluation/test_report_template.py::test_text_never_becomes_markup",
        ),
    ),
    Entrance(
        "any text in a cell that leaves for a spreadsheet",
        ("services/exports/export_labels.py", f"{_DOMAIN}/file_names.py"),
        "a text with an apostrophe before what would be a formula, which comes back without it",
        (
            "services/exports/test_labels_export.py::test_no_text_runs_as_a_formula_and_each_comes_back",
            f"{_DOMAIN}/test_spreadsheet.py::test_every_text_comes_back",
        ),
    ),
    # Files and photos
    Entrance(
        "the name of a photo, of its folder and of the library",
        ("store/photos.py", "gui/desk/desk_panel.py", "gui/queue/queue_model.py", "gui/queue/search_box.py"),
        "plain text in the window; bytes that are not Unicode are escaped",
        (
            WALK,
            "services/lookups/test_labels_photos.py::test_a_file_name_in_another_encoding_is_found_again",
        ),
    ),
    Entrance(
        "any text in a question, a notice, a tooltip or the last words of a start",
        ("gui/kit/prose.py", "gui/kit/dialog_kit.py", "gui/kit/notice.py", "gui/shell/last_words.py"),
        "plain text",
        (
            WALK,
            "gui/test_hostile_words.py::test_boxes_that_ask_and_the_last_words_of_a_start_are_plain",
            "gui/test_rules.py::test_no_text_is_read_as_markup_but_by_templates_of_ours",
        ),
    ),
    Entrance(
        "any text in a sentence of ours, in either language",
        (f"{_DOMAIN}/sentence.py", "gui/kit/translate.py"),
        "a value that is filled in once",
        (
            f"{_DOMAIN}/test_sentence.py::test_values_stand_in_the_text_as_they_are",
            f"{_DOMAIN}/test_sentence.py::test_a_text_in_a_text_is_filled_in_once",
            "gui/test_hostile_words.py::test_a_sentence_in_another_language_holds_what_strangers_wrote_as_it_is",
        ),
    ),
    Entrance(
        "any text on a terminal",
        ("cli/output.py",),
        "text in which what a terminal would obey is spelt out",
        (
            "cli/test_output.py::test_what_a_terminal_would_obey_is_spelt_out",
            "cli/test_output.py::test_no_command_prints_it",
        ),
    ),
    Entrance(
        "any text in the log and in a report of a bug",
        ("log/shorten.py",),
        "nothing: names are left out",
        ("log/test_shorten.py::test_whatever_somebody_is_called_it_is_not_written_down",),
    ),
    Entrance(
        "a photo's bytes",
        ("engine/decode.py", "engine/budget.py"),
        "pixels within a budget, or a code and a sentence",
        (
            "engine/test_decode.py::test_what_cannot_be_shown_says_why",
            "engine/test_decode.py::test_a_bomb_is_refused_before_it_is_decoded",
            "engine/test_budget.py::test_what_would_take_too_much_is_refused_before_a_pixel_is_decoded",
            "engine/test_strips.py::test_a_strip_of_too_many_windows_is_refused_in_a_sentence_before_it_is_decoded",
            "engine/test_slow_decode.py::test_hundreds_of_scans_of_a_large_picture_are_refused_before_one_is_decoded",
            "engine/test_slow_decode.py::test_a_decode_ends_after_so_many_seconds_of_a_processor",
        ),
    ),
    Entrance(
        "a PDF and its pages",
        ("engine/pdf_pages.py", "engine/draw_pdf.py"),
        "pixels that a process drew which can open nothing, within seconds and a gigabyte; or a sentence",
        (
            "engine/test_pdf_pages.py::test_a_pdf_made_to_harm_ends_in_a_picture_or_in_one_sentence",
            "engine/test_pdf_pages.py::test_a_damaged_pdf_ends_in_a_picture_or_in_one_sentence",
            "engine/test_pdf_pages.py::test_what_draws_a_page_can_open_nothing",
        ),
    ),
    Entrance(
        "EXIF and what else a photo carries",
        ("engine/decode.py", "services/exports/export_sets.py"),
        "which way is up; it leaves only where a person asks for it",
        (
            "engine/test_decode.py::test_a_broken_exif_block_does_not_cost_the_photo",
            "engine/test_budget.py::test_what_carries_too_much_beside_its_pixels_is_refused",
            "services/exports/test_export_sets.py::test_photos_are_given_away_upright_and_without_a_place",
        ),
    ),
    Entrance(
        "what another program drops or copies: files, pictures, addresses",
        ("gui/kit/dropped.py",),
        "files that are here, or pixels; an address is answered and never asked",
        (
            "gui/test_dropped.py::test_an_address_that_holds_the_picture_itself_is_opened",
            "gui/test_dropped.py::test_a_picture_from_a_browser_is_kept_as_it_came_and_an_address_is_answered",
            "e2e/test_nothing_is_sent.py::test_no_socket_is_opened",
        ),
    ),
    # Cards
    Entrance(
        "names of cards, sets and packs in the window",
        (
            "gui/features/catalogue/card_sheet_view.py",
            "gui/desk/match_model.py",
            "gui/features/bulk_confirm/grid.py",
        ),
        "plain text; `&` is no key",
        (WALK,),
    ),
    Entrance(
        "names of cards and photos as names of files in an export",
        ("services/exports/export_for_tools.py", f"{_DOMAIN}/file_names.py"),
        "a name that every system takes, in the folder of the export",
        (
            f"{_DOMAIN}/test_file_names.py::test_a_name_is_one_that_windows_takes",
            f"{_DOMAIN}/test_file_names.py::test_a_name_of_letters_with_many_bytes_is_one_that_a_disk_takes",
            "services/exports/test_export_sets.py::test_folders_hold_the_kept_crops_one_folder_for_each_card",
        ),
    ),
    Entrance(
        "a catalogue folder: cards.jsonl, images.csv, images",
        (f"{_SOURCES}/source_formats.py",),
        "cards and pictures below images/; a bad line is skipped with its reason",
        (
            "services/catalogue/test_add_pack_folder.py::test_a_bad_artwork_says_what_is_wrong_with_it",
            "services/catalogue/test_add_pack_folder.py::test_bad_lines_are_skipped_with_their_number_and_the_others_kept",
            "e2e/test_damaged_catalogues.py::test_damaged_folders_are_added_as_far_as_they_are_sound",
        ),
    ),
    Entrance(
        "an entry of a zip",
        (f"{_SOURCES}/unpack_zip.py",),
        "a file below one folder that goes again; links, paths that lead out and bombs refuse the zip",
        (
            "services/catalogue/sources/test_zips.py::test_a_name_that_leads_out_is_refused",
            "services/catalogue/sources/test_zips.py::test_a_link_is_refused",
            "services/catalogue/sources/test_zips.py::test_a_bomb_is_refused_before_anything_is_unpacked",
            "services/catalogue/sources/test_zips.py::test_a_name_that_no_disk_takes_is_one_row_and_the_other_files_go_in",
            "services/catalogue/sources/test_zips.py::test_any_damage_ends_in_rows_or_in_a_sentence",
        ),
    ),
    Entrance(
        "a row of a cards.cdb",
        (f"{_SOURCES}/ygopro.py", "store/cards_cdb.py"),
        "a card, or a row that is told",
        (
            "services/catalogue/sources/test_ygopro.py::test_broken_rows_are_told_one_by_one_and_the_rest_goes_in",
            "services/catalogue/sources/test_ygopro.py::test_a_value_without_end_is_refused_with_its_row_and_the_others_go_in",
            "services/catalogue/sources/test_ygopro.py::test_a_computed_column_is_not_computed",
            "services/catalogue/sources/test_ygopro.py::test_any_damage_ends_in_rows_or_in_a_sentence",
        ),
    ),
    Entrance(
        "a table of cards (CSV, XLSX): header, cells, names of pictures",
        (f"{_SOURCES}/any_list.py", f"{_SOURCES}/list_rows.py", "tables.py"),
        "cards, or rows that are told",
        (
            "services/catalogue/sources/test_tables.py::test_any_damage_of_an_xlsx_is_one_sentence",
            "services/catalogue/sources/test_tables.py::test_an_xlsx_that_unpacks_to_gigabytes_is_not_opened",
            "services/catalogue/sources/test_tables.py::test_five_broken_rows_in_a_hundred_are_told_exactly",
            "services/catalogue/sources/test_tables.py::test_a_table_of_too_many_columns_is_one_short_sentence",
            WALK,
        ),
    ),
    Entrance(
        "a list of YGOPRODeck or yaml-yugi",
        (f"{_SOURCES}/ygoprodeck.py", f"{_SOURCES}/yaml_yugi.py"),
        "cards, or rows that are told",
        ("services/catalogue/sources/test_yugioh_lists.py::test_damaged_lists_end_in_rows_or_in_a_sentence",),
    ),
    Entrance(
        "a list of Scryfall or the Pokémon data",
        (f"{_SOURCES}/scryfall.py", f"{_SOURCES}/pokemon.py"),
        "cards, or rows that are told",
        ("services/catalogue/sources/test_magic_and_pokemon.py::test_damaged_lists_end_in_rows_or_in_a_sentence",),
    ),
    Entrance(
        "a folder of pictures that are named after cards",
        (f"{_SOURCES}/pictures_alone.py",),
        "cards with these names",
        ("services/catalogue/sources/test_pictures_alone.py::test_each_picture_is_a_card_and_each_sub_folder_a_pack",),
    ),
    Entrance(
        "what a host of cards sends",
        ("services/catalogue/fetch/fetch_catalogue.py", "services/catalogue/fetch/wire.py"),
        "files in their own folder, from its own hosts, of bounded length",
        (
            "services/catalogue/fetch/test_fetch_catalogue.py::test_a_name_that_leads_elsewhere_writes_nothing_and_is_counted",
            "services/catalogue/fetch/test_fetch_catalogue.py"
            "::test_an_address_in_a_list_that_is_no_host_of_the_source_is_not_asked",
            "services/catalogue/fetch/test_fetch_catalogue.py::test_a_body_without_end_is_refused",
        ),
    ),
    # Labels, models and small files of others
    Entrance(
        "a label export of another",
        ("services/labels/read_export.py",),
        "labels of that source; a bad row is told with its line",
        (
            "services/labels/test_labels_round_trip.py::test_a_bad_row_is_told_with_its_line_and_the_rest_comes_in",
            "services/labels/test_labels_round_trip.py::test_a_line_that_is_none_is_told",
        ),
    ),
    Entrance(
        "a note on a photo, typed here or in the export of another",
        (f"{_DOMAIN}/label.py", "services/labels/read_export.py"),
        "one short line of plain text without control characters; a cell that no spreadsheet runs",
        (
            WALK,
            "store/test_remarks.py::test_whatever_is_typed_a_note_is_one_short_line_without_control_characters",
            "services/labels/test_labels_round_trip.py::test_a_strangers_note_comes_in_as_one_short_plain_line",
            "services/labels/test_labels_round_trip.py::test_flags_and_notes_stand_after_all_other_columns_and_come_back",
        ),
    ),
    Entrance(
        "the label file of another laptop, a backup",
        ("store/label_file.py", "store/replace_labels.py"),
        "labels where it is whole and ours; else a sentence, and the present file stays",
        (
            "store/test_label_file.py::test_a_strangers_database_is_refused",
            "store/test_damaged_rows.py::test_damaged_matches_are_matches_or_refused",
            "services/backups/test_restore.py::test_what_is_damaged_does_not_come_back_and_the_newest_sound_one_is_named",
        ),
    ),
    Entrance(
        "a sentence in a label file, or of another process",
        (f"{_DOMAIN}/sentence.py",),
        "a text with the values that stand beside it; no other format",
        (f"{_DOMAIN}/test_sentence.py::test_a_sentence_of_another_file_may_ask_for_nothing_but_its_values",),
    ),
    Entrance(
        "an annotator's name",
        (f"{_DOMAIN}/label.py", "gui/features/review/history_dialog.py"),
        "one line of plain text",
        (WALK, f"{_DOMAIN}/test_label.py::test_a_name_that_is_none_is_refused"),
    ),
    Entrance(
        "a model card and the files that it names",
        ("engine/model.py", "engine/model_shape.py"),
        "values of that shape; files of its own folder with the hash that it names",
        (
            f"{_DOMAIN}/test_shape.py::test_a_path_is_no_file_name",
            f"{_DOMAIN}/test_shape.py::test_damage_is_read_as_the_shape_or_refused_in_one_sentence",
            "services/models/test_promote_model.py::test_a_damaged_model_is_refused_in_one_sentence_and_listed_as_such",
        ),
    ),
    Entrance(
        "settings and small files of a library that came from elsewhere",
        ("json_files.py", "settings.py"),
        "values of their shape, within a bound; else the defaults, and the file is kept aside",
        (
            "test_json_files.py::test_a_file_larger_than_its_bound_is_not_read_to_its_end",
            "gui/test_damaged_small_files.py::test_damaged_files_of_a_library_are_said_and_kept_and_the_window_is_as_at_first",
        ),
    ),
    Entrance(
        "what a later start leaves for the window",
        ("gui/shell/window_lock.py",),
        "photos to add; what is no such note is let go",
        ("gui/test_damaged_small_files.py::test_a_note_of_another_start_that_is_none_is_let_go",),
    ),
)
