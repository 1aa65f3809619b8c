"""Template of an edition after KIPP 2023: groups, aspects, word limits, declarations, categories.

Facts are those of the guideline; guidance and example texts are our own. The examples describe one invented
innovation of an invented hospital, so that nobody takes them for a real entry.
"""

from submissions.enums import FormerWinners, ReminderAudience, StageKind

NAME = "Kompetisi Inovasi Pelayanan Publik {year}"

# Usual windows of a year, as (month, day, hour) in local time; the secretariat moves them before opening.
STAGES = (
    (StageKind.REGISTRATION, (4, 1, 8), (5, 29, 16)),
    (StageKind.VERIFICATION, (4, 6, 8), (6, 19, 16)),
    (StageKind.JUDGING, (6, 22, 8), (7, 24, 16)),
    (StageKind.PRESENTATION, (8, 10, 8), (8, 21, 16)),
    (StageKind.OBJECTION, (9, 1, 8), (9, 7, 16)),
    (StageKind.AWARDING, (9, 28, 8), (9, 30, 16)),
)

CATEGORIES = (
    (
        "Pelayanan publik inklusif dan berkeadilan",
        "Layanan yang menjangkau semua orang, terutama mereka yang selama ini sulit dilayani.",
    ),
    (
        "Efektivitas institusi publik untuk mencapai TPB/SDGs",
        "Cara kerja instansi yang membuat tujuan pembangunan berkelanjutan lebih cepat tercapai.",
    ),
)

# Kelompok umum, replikasi and khusus with their conditions (domain notes 1.3). Former winners are those of the
# national "Top Inovasi Terpuji"; a province adds the names of its own awards.
TOP_AWARDS = (
    "KIPP nasional Top 45",
    "KIPP nasional Top 40",
    "KIPP nasional Top 35",
    "KIPP nasional Top 25",
    "KIPP nasional Top 9",
    "Top Inovasi Terpuji",
)
GENERAL, REPLICATION, SPECIAL = "umum", "replikasi", "khusus"
GROUPS = (
    {
        "code": GENERAL,
        "name": "Umum",
        "description": "untuk inovasi yang belum pernah menjadi Top Inovasi Terpuji.",
        "former_winners": FormerWinners.EXCLUDED,
        "top_awards": TOP_AWARDS,
    },
    {
        "code": REPLICATION,
        "name": "Replikasi",
        "description": "untuk penyesuaian inovasi instansi lain di tempat Anda.",
        "is_for_replications": True,
    },
    {
        "code": SPECIAL,
        "name": "Khusus",
        "description": "untuk inovasi yang pernah menjadi Top Inovasi Terpuji dan terus dikembangkan.",
        "former_winners": FormerWinners.REQUIRED,
        "top_awards": TOP_AWARDS,
    },
)

SECTIONS = (
    {
        "code": "ringkasan",
        "title": "Ringkasan",
        "word_limit": 200,
        "guidance": (
            "Apa nama inovasinya dan masalah apa yang diselesaikan?",
            "Siapa yang dilayani dan apa yang berubah bagi mereka?",
            "Apa hasil terpenting, dalam satu atau dua angka?",
        ),
        "example": (
            "Obat Antar Sore menyelesaikan antrean panjang di apotek rumah sakit. Pasien kontrol yang resepnya sudah "
            "siap tidak perlu menunggu: obat diantar petugas ke rumah pada sore hari yang sama, tanpa biaya tambahan. "
            "Sejak diterapkan pada Maret 2024, rata-rata waktu tunggu obat turun dari 128 menit menjadi 22 menit, dan "
            "9 dari 10 pasien lanjut usia kini mengambil obat tepat waktu."
        ),
    },
    {
        "code": "latar-belakang",
        "for_groups": GENERAL,
        "title": "Latar belakang dan tujuan",
        "word_limit": 300,
        "needs_evidence": True,
        "guidance": (
            "Bagaimana keadaan sebelum inovasi? Sebutkan angka dan sumbernya.",
            "Siapa kelompok sasarannya dan mengapa mereka yang dipilih?",
            "Apa tujuan inovasi dan target yang dapat diukur?",
            "Lampirkan data pendukung keadaan sebelum inovasi.",
        ),
        "example": (
            "Setiap hari 340 pasien menunggu obat di satu apotek. Survei kepuasan tahun 2023 mencatat waktu tunggu "
            "rata-rata 128 menit dan menjadi keluhan nomor satu. Yang paling terdampak adalah pasien lanjut usia: "
            "31 persen pulang sebelum obatnya siap. Tujuan inovasi adalah menurunkan waktu tunggu menjadi paling lama "
            "30 menit dan memastikan paling sedikit 85 persen pasien lanjut usia menerima obatnya di hari yang sama."
        ),
    },
    {
        "code": "kebaruan",
        "for_groups": GENERAL,
        "title": "Kebaruan dan nilai tambah",
        "word_limit": 200,
        "guidance": (
            "Apa gagasan utamanya dan apa yang membuatnya unik?",
            "Apa bedanya dengan cara lama atau dengan inovasi serupa di tempat lain?",
            "Nilai tambah apa yang dirasakan penerima layanan?",
        ),
        "example": (
            "Layanan antar obat sudah ada di beberapa kota, tetapi berbayar dan dipesan lewat aplikasi. Obat Antar "
            "Sore tidak memerlukan gawai: petugas menawarkannya saat resep diserahkan, dan pengantaran menumpang rute "
            "kendaraan dinas yang memang berjalan setiap sore. Tidak ada biaya baru, dan warga tanpa telepon pintar "
            "terlayani dengan cara yang sama."
        ),
    },
    {
        "code": "implementasi",
        "for_groups": GENERAL,
        "title": "Implementasi inovasi",
        "word_limit": 200,
        "needs_evidence": True,
        "guidance": (
            "Langkah apa saja yang dilakukan, kapan, dan oleh siapa?",
            "Hambatan apa yang muncul dan bagaimana diatasi?",
            "Lampirkan bukti pelaksanaan, termasuk tanggal mulai diterapkan.",
        ),
        "example": (
            "Uji coba berjalan Januari sampai Februari 2024 untuk dua poliklinik, lalu diterapkan penuh sejak 1 Maret "
            "2024 dengan surat keputusan direktur. Alurnya tiga langkah: pasien memilih diantar, apoteker menyiapkan "
            "dan menyegel obat, petugas mengantar serta meminta tanda terima. Kekeliruan alamat pada bulan pertama "
            "diatasi dengan menulis patokan rumah pada label."
        ),
    },
    {
        "code": "signifikansi",
        "for_groups": GENERAL,
        "title": "Signifikansi",
        "word_limit": 600,
        "needs_evidence": True,
        "guidance": (
            "Apa yang berubah? Bandingkan keadaan sebelum dan sesudah dengan satuan yang sama.",
            "Bagaimana perubahan itu diukur dan siapa yang mengukurnya?",
            "Siapa saja yang merasakan manfaatnya dan berapa banyak?",
            "Lampirkan laporan evaluasi internal atau eksternal, dengan data kuantitatif dan kualitatif.",
        ),
        "example": (
            "Waktu tunggu obat rata-rata turun dari 128 menit (2023) menjadi 22 menit (2025), diukur dari cap waktu "
            "pada sistem farmasi untuk seluruh resep. Pasien lanjut usia yang menerima obat di hari yang sama naik "
            "dari 69 persen menjadi 94 persen. Evaluasi luar oleh sebuah perguruan tinggi terhadap 410 pasien "
            "menemukan kepuasan naik dari 71 menjadi 90. Seorang pasien berkata: “Dulu saya pulang tanpa obat karena "
            "tidak kuat menunggu. Sekarang obat sudah di rumah sebelum magrib.”"
        ),
    },
    {
        "code": "adaptabilitas",
        "for_groups": GENERAL,
        "title": "Adaptabilitas",
        "word_limit": 300,
        "guidance": (
            "Apakah inovasi ini sudah ditiru? Bila sudah, oleh siapa dan sejak kapan?",
            "Siapa lagi yang punya masalah serupa dan dapat menirunya?",
            "Apa yang harus disiapkan oleh mereka yang ingin meniru?",
        ),
        "example": (
            "Sudah. Dua puskesmas rawat inap menirunya sejak 2025 dengan sepeda motor dinas. Masalah yang sama ada di "
            "setiap rumah sakit dengan lebih dari 200 pasien rawat jalan sehari. Yang diperlukan hanya rute kendaraan "
            "yang sudah ada, label bersegel, dan satu lembar prosedur; kami menyediakan contoh ketiganya dan menerima "
            "kunjungan belajar setiap bulan."
        ),
    },
    {
        "code": "sumber-daya",
        "for_groups": GENERAL,
        "title": "Sumber daya",
        "word_limit": 200,
        "guidance": (
            "Sumber daya apa yang dipakai: dana, orang, metode, peralatan?",
            "Bagaimana sumber daya itu digerakkan dan dihemat?",
        ),
        "example": (
            "Inovasi ini memakai dua apoteker dan empat pengemudi yang sudah ada. Biaya tambahan hanya label dan "
            "kantong bersegel, Rp18 juta setahun dari anggaran rutin. Pengemudi mendapat pelatihan singkat tentang "
            "kerahasiaan pasien. Pencatatan memakai sistem farmasi yang sudah berjalan, tanpa aplikasi baru."
        ),
    },
    {
        "code": "keberlanjutan",
        "for_groups": GENERAL,
        "title": "Strategi keberlanjutan",
        "word_limit": 500,
        "guidance": (
            "Strategi institusional: peraturan atau keputusan apa yang menjaganya tetap berjalan?",
            "Strategi manajerial: bagaimana kemampuan pegawai, prosedur, dan mutu dijaga?",
            "Strategi sosial: siapa pemangku kepentingannya dan apa perannya?",
        ),
        "example": (
            "Institusional: keputusan direktur tahun 2024 diperkuat dengan pencantuman layanan ini dalam standar "
            "pelayanan dan rencana kerja. Manajerial: prosedur tertulis ditinjau setiap semester, pegawai baru "
            "dilatih pada minggu pertama, dan waktu tunggu dibahas dalam rapat bulanan. Sosial: forum pasien "
            "memberi masukan setiap triwulan, dan kader lanjut usia di 12 kelurahan membantu menemukan alamat."
        ),
    },
    {
        "code": "inspirasi",
        "for_groups": REPLICATION,
        "title": "Inspirasi",
        "word_limit": 100,
        "needs_evidence": True,
        "guidance": (
            "Inovasi siapa yang direplikasi, dan mengapa inovasi itu yang dipilih?",
            "Lampirkan pernyataan replikasi yang ditandatangani kedua instansi.",
        ),
        "example": (
            "Kami mereplikasi Obat Antar Sore karena pasien lanjut usia di puskesmas kami menunggu obat hampir dua "
            "jam, dan satu dari empat pulang tanpa obat. Rute kendaraan dinas kami serupa, dan rumah sakit asalnya "
            "bersedia mendampingi kami selama tiga bulan pertama."
        ),
    },
    {
        "code": "proses-replikasi",
        "for_groups": REPLICATION,
        "title": "Proses replikasi",
        "word_limit": 200,
        "needs_evidence": True,
        "guidance": (
            "Langkah apa yang ditempuh, kapan, dan siapa yang mendampingi?",
            "Apa hasilnya? Bandingkan keadaan sebelum dan sesudah dengan satuan yang sama.",
        ),
        "example": (
            "Kunjungan belajar dilakukan pada Januari 2025, uji coba di satu puskesmas pada Februari, dan penerapan "
            "penuh sejak 3 Maret 2025. Apoteker rumah sakit asal mendampingi dua minggu pertama. Waktu tunggu obat "
            "turun dari 104 menit menjadi 25 menit, diukur dari cap waktu resep selama enam bulan."
        ),
    },
    {
        "code": "faktor-pembeda",
        "for_groups": REPLICATION,
        "title": "Faktor pembeda",
        "word_limit": 100,
        "guidance": (
            "Apa yang disesuaikan dengan keadaan setempat?",
            "Apa yang lebih baik dari aslinya, dan bagaimana Anda mengetahuinya?",
        ),
        "example": (
            "Pengantaran memakai sepeda motor karena jalan desa sempit, dan kader posyandu menjadi penerima bila "
            "pasien tidak di rumah. Dengan begitu tidak ada obat yang kembali ke puskesmas. Di rumah sakit asalnya, "
            "satu dari dua puluh pengantaran harus diulang keesokan hari."
        ),
    },
    {
        "code": "pembaruan",
        "for_groups": SPECIAL,
        "title": "Pembaruan dan peningkatan",
        "word_limit": 200,
        "needs_evidence": True,
        "guidance": (
            "Apa yang berubah sejak inovasi ini mendapat penghargaan?",
            "Siapa yang kini terlayani dan dahulu belum?",
        ),
        "example": (
            "Sejak penghargaan tahun 2019, layanan diperluas dari dua menjadi sebelas poliklinik dan menjangkau "
            "pasien jiwa yang dahulu dikecualikan. Tanda terima kertas diganti kode yang dibacakan pasien. "
            "Jumlah pengantaran naik dari 40 menjadi 210 sehari, dengan jumlah petugas yang tetap sama."
        ),
    },
    {
        "code": "adaptabilitas-lanjutan",
        "for_groups": SPECIAL,
        "title": "Adaptabilitas",
        "word_limit": 200,
        "guidance": (
            "Siapa yang sudah meniru sejak penghargaan itu?",
            "Bagaimana Anda membantu mereka, dan apa yang masih menghambat?",
        ),
        "example": (
            "Tujuh rumah sakit dan dua puskesmas sudah menerapkannya. Kami menerima kunjungan belajar setiap bulan, "
            "meminjamkan apoteker pendamping, dan membagikan prosedur serta label tanpa biaya. Hambatan yang tersisa "
            "adalah rumah sakit tanpa kendaraan dinas; untuk mereka kami menyusun cara bekerja sama dengan kader."
        ),
    },
    {
        "code": "penguatan-keberlanjutan",
        "for_groups": SPECIAL,
        "title": "Penguatan keberlanjutan",
        "word_limit": 300,
        "guidance": (
            "Aturan dan anggaran apa yang kini menjaganya tetap berjalan?",
            "Bagaimana mutu dan pengetahuan dijaga ketika orangnya berganti?",
        ),
        "example": (
            "Layanan ini masuk standar pelayanan dan rencana strategis, sehingga anggarannya rutin. Prosedurnya "
            "ditinjau setiap semester, pegawai baru dilatih pada minggu pertama, dan pergantian direktur dua kali "
            "tidak menghentikannya. Waktu tunggu dibahas dalam rapat bulanan bersama forum pasien, dan "
            "hasilnya ditempel di ruang tunggu."
        ),
    },
    {
        "code": "evaluasi",
        "for_groups": SPECIAL,
        "title": "Evaluasi",
        "word_limit": 300,
        "needs_evidence": True,
        "guidance": (
            "Apa hasil evaluasi setelah penghargaan? Sebutkan pengukurnya dan angkanya dari tahun ke tahun.",
            "Lampirkan laporan evaluasi terakhir.",
        ),
        "example": (
            "Waktu tunggu obat 22 menit pada 2021, 19 menit pada 2023, dan 17 menit pada 2025, diukur dari seluruh "
            "resep. Evaluasi luar tahun 2025 menemukan 96 persen pasien lanjut usia menerima obat di hari yang sama. "
            "Keluhan tentang obat turun dari 31 menjadi 4 setahun."
        ),
    },
)

DECLARATIONS = (
    (
        "kebenaran",
        "Seluruh data dalam usulan ini benar. Kami memahami bahwa data yang tidak benar menggugurkan usulan dan "
        "membatalkan penghargaan yang sudah diberikan.",
        True,
    ),
    (
        "implementasi",
        "Inovasi ini sudah diterapkan sejak tanggal yang tertulis dan masih berjalan sampai hari ini.",
        True,
    ),
    (
        "identitas",
        "Inovasi ini dibuat oleh orang atau tim yang tercantum dalam usulan, dan tidak melanggar hak orang lain.",
        True,
    ),
    (
        "replikasi",
        "Kami bersedia berbagi pengetahuan dan membantu instansi lain yang ingin mereplikasi inovasi ini.",
        True,
    ),
    (
        "publikasi",
        "Nama inovator boleh ditampilkan kepada publik di etalase inovasi, dengan persetujuan orangnya.",
        False,
    ),
    (
        "publikasi-sumber-daya",
        "Jawaban tentang sumber daya boleh ditampilkan kepada publik di etalase inovasi, agar dapat ditiru.",
        False,
    ),
)

REASON_CODES = (
    ("umur", "Umur inovasi kurang dari satu tahun pada hari penutupan pendaftaran."),
    ("bukti-mulai", "Bukti tanggal mulai penerapan belum ada atau belum sah."),
    ("tidak-lengkap", "Jawaban belum lengkap."),
    ("tidak-sesuai", "Isi jawaban tidak menjawab pertanyaan aspeknya."),
    ("judul-ganda", "Judul atau inovasi yang sama diajukan lebih dari satu kali."),
    ("judul", "Judul belum menggambarkan inovasi atau kurang patut."),
    ("kategori", "Kategori, bidang, atau urusan belum sesuai dengan isinya."),
    ("kelompok", "Kelompok peserta tidak sesuai dengan silsilah atau riwayat penghargaannya."),
    ("bukti", "Bukti dukung tidak dapat dibuka atau tidak mendukung isinya."),
    ("evaluasi", "Laporan evaluasi belum memuat data sebelum dan sesudah."),
    ("batas-kata", "Jawaban melebihi batas kata."),
    ("pernyataan", "Pernyataan wajib belum disetujui."),
    ("kuota", "Jumlah usulan instansi melebihi kuota."),
    ("kewenangan", "Inovasi berada di luar kewenangan instansi pengusul."),
)

# Mails before a deadline, as (days, audience); our own choice, the guideline names none.
REMINDERS = (
    *((days, ReminderAudience.UNMET) for days in (30, 14, 7, 3, 1)),
    (2, ReminderAudience.CORRECTION),
)
