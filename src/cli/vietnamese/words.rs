//! The Vietnamese words for each command, by its path, and for each argument, by its id.

pub(super) const WORDS: [(&str, &str); 114] = [
    (
        "content",
        "Tệp được ký mà chữ ký CAdES tách rời (.p7s) đi kèm",
    ),
    (
        "kyso",
        "Ký số và kiểm tra chữ ký số trên văn bản PDF của cơ quan nhà nước.",
    ),
    ("kyso verify", "Kiểm tra chữ ký số của các tệp"),
    ("kyso sign", "Ký số một văn bản"),
    (
        "kyso sign approve",
        "Người có thẩm quyền ký: hình chữ ký màu xanh đặt giữa chức vụ và họ tên",
    ),
    (
        "kyso sign issue",
        "Cơ quan ban hành: số, ngày, con dấu đỏ trùm 1/3 hình chữ ký",
    ),
    (
        "kyso sign attach",
        "Cơ quan ký phụ lục ở tệp riêng: số, ký hiệu và thời gian ký ở góc trên bên phải trang đầu",
    ),
    (
        "kyso sign copy",
        "Cơ quan ký bản sao điện tử: hình thức sao, tên cơ quan và thời gian ký ở góc trên bên phải trang đầu",
    ),
    (
        "form",
        "Hình thức sao: sao-y từ văn bản giấy, sao-luc hoặc trich-sao từ văn bản giấy hoặc điện tử",
    ),
    (
        "agency",
        "Tên cơ quan, tổ chức sao văn bản, đúng như ghi trên văn bản của cơ quan",
    ),
    (
        "kyso sign copy at_position",
        "Góc trên bên trái của thông tin chữ ký, trên giấy trắng; không nêu thì chọn chỗ trống đầu tiên ở góc trên bên phải trang đầu",
    ),
    (
        "kyso sign package",
        "Cơ quan ban hành văn bản cùng các phụ lục: tất cả hoặc không tệp nào",
    ),
    (
        "kyso sign attach main",
        "Văn bản chính, đã có chữ ký của người có thẩm quyền hoặc đã ban hành",
    ),
    (
        "kyso sign attach number",
        "Số và ký hiệu của văn bản chính, như 05/QĐ-UBND",
    ),
    (
        "kyso sign attach at_position",
        "Góc trên bên trái của thông tin chữ ký, trên giấy trắng; không nêu thì chọn chỗ trống đầu tiên ở góc trên bên phải trang đầu",
    ),
    (
        "kyso sign package main",
        "Văn bản chính, đã có chữ ký của người có thẩm quyền",
    ),
    ("kyso sign package attachments", "Các phụ lục, theo thứ tự"),
    (
        "kyso sign package output",
        "Thư mục ghi các tệp đã ban hành, giữ nguyên tên; thư mục mới hoặc trống, chỉ tạo khi mọi việc thành công",
    ),
    (
        "kyso sign package symbol",
        "Ký hiệu sau số của văn bản chính, như /QĐ-UBND, cho bản quét; không nêu thì lấy ký hiệu in trên văn bản",
    ),
    (
        "kyso inspect",
        "Xem các phiên bản, bảng tham chiếu và trường chữ ký như được ghi trong tệp; lấy ra một phiên bản",
    ),
    (
        "kyso inspect revision",
        "Ghi ra tệp như ở cuối phiên bản này, đúng từng byte mà chữ ký của phiên bản phủ",
    ),
    (
        "kyso inspect output",
        "Nơi ghi phiên bản; không bao giờ ghi đè tệp đã có",
    ),
    (
        "kyso extend",
        "Nâng chữ ký của tệp đã ký lên B-T, B-LT hoặc B-LTA, không đụng vào các chữ ký",
    ),
    (
        "kyso extend file",
        "Tệp đã ký; được thay bằng tệp đã nâng cấp, trừ khi -o nêu tệp khác",
    ),
    (
        "kyso extend level",
        "Mức mà mọi chữ ký phải đạt: B-T, B-LT hoặc B-LTA",
    ),
    (
        "kyso extend queue",
        "Nâng cấp các tệp mà kyso sign --queue để lại, mỗi tệp đến mức đã yêu cầu",
    ),
    (
        "kyso extend output",
        "Ghi tệp đã nâng cấp vào đây, giữ nguyên tệp kia",
    ),
    (
        "kyso renew",
        "Thêm dấu thời gian lưu trữ tiếp theo cho các tệp ở mức B-LTA trước khi dấu cuối hết hiệu lực",
    ),
    (
        "kyso renew files",
        "Các tệp ở mức B-LTA, và các thư mục có tệp PDF cần xem",
    ),
    (
        "kyso renew jobs",
        "Số tệp gia hạn cùng lúc; không nêu thì bằng số lõi của máy",
    ),
    (
        "within",
        "Gia hạn tệp chỉ còn được bảo vệ ít hơn số ngày này; không nêu thì theo cấu hình, hoặc 90",
    ),
    ("dry_run", "Chỉ cho biết tệp nào đến hạn"),
    (
        "level",
        "Mức chữ ký: B-B, B-T, B-LT hoặc B-LTA; không nêu thì theo cấu hình, hoặc B-T khi có --tsa, B-B khi không",
    ),
    (
        "tsa",
        "Máy chủ dấu thời gian (RFC 3161), địa chỉ http hoặc https; có thể nêu nhiều lần, hỏi theo thứ tự. Thay cho các máy chủ trong cấu hình",
    ),
    ("tsa_user", "Tên người dùng ở máy chủ dấu thời gian"),
    (
        "tsa_password_file",
        "Tệp có dòng đầu là mật khẩu của người dùng đó",
    ),
    (
        "tsa_client",
        "Tệp PKCS#12 chứa chứng thư mà máy chủ dấu thời gian yêu cầu",
    ),
    (
        "tsa_pin_file",
        "Tệp có dòng đầu là mật khẩu của tệp PKCS#12 đó",
    ),
    (
        "without_tsa",
        "Khi không máy chủ dấu thời gian nào trả lời: fail là không ký, queue là ký ở mức B-B và đưa vào --queue để nâng cấp sau, B-B là ký không có dấu thời gian; không nêu thì theo cấu hình, hoặc fail",
    ),
    (
        "queue",
        "Thư mục ghi nhớ các tệp cần nâng cấp sau, cho kyso extend --queue",
    ),
    (
        "kyso schema",
        "In JSON Schema của báo cáo mà verify ghi cho chương trình khác",
    ),
    (
        "which",
        "Báo cáo nào: report, như verify --format json ghi ra, package, như verify --package --format json ghi ra, hoặc validation, như dịch vụ cho biết từng bước",
    ),
    ("kyso stamp", "Kiểm tra hoặc làm hình chữ ký, hình con dấu"),
    (
        "kyso stamp check",
        "Cho biết một hình có dùng để ký được không: định dạng, nền, màu, độ tròn, độ phân giải",
    ),
    ("kyso stamp check image", "Tệp hình"),
    (
        "kyso stamp clean",
        "Từ bản quét hoặc ảnh chụp trên giấy sáng màu, làm ra hình dùng để ký được",
    ),
    (
        "kyso stamp clean image",
        "Bản quét hoặc ảnh chụp: PNG hoặc JPEG, rộng và cao tối đa 4096 điểm ảnh",
    ),
    (
        "kyso stamp clean output",
        "Nơi ghi tệp PNG; chỉ ghi khi hình dùng được",
    ),
    (
        "purpose",
        "Hình dùng làm gì: signature là chữ ký của người ký, seal là con dấu của cơ quan",
    ),
    (
        "kyso directory",
        "Kiểm tra danh bạ của cơ quan: ai được ký cho cơ quan nào",
    ),
    (
        "kyso directory check",
        "Cho biết danh bạ có những gì, ai được ký, và mọi lỗi trong đó",
    ),
    ("kyso directory check file", "Danh bạ của cơ quan (TOML)"),
    (
        "kyso directory check at",
        "Xét ai được ký tại thời điểm này: 2026-11-20T14:03:07+07:00, hoặc 2026-11-20 là 0 giờ ngày đó ở Việt Nam; không nêu thì bây giờ",
    ),
    (
        "directory",
        "Danh bạ của cơ quan (TOML), trong đó người đã ký phải đang có thẩm quyền; không nêu thì theo cấu hình, mục directory_policy ở đó cho biết có nghi ngờ thì cảnh báo hay từ chối",
    ),
    (
        "kyso verify directory",
        "Danh bạ của cơ quan (TOML): báo cáo nêu chức vụ, thẩm quyền của người giữ chứng thư có trong đó, không làm thay đổi kết luận; không nêu thì theo cấu hình",
    ),
    ("kyso trust", "Quản lý thư mục tin cậy"),
    (
        "kyso trust add",
        "Kiểm tra chứng thư và danh sách thu hồi, rồi chép vào thư mục tin cậy",
    ),
    (
        "kyso trust remove",
        "Gỡ chứng thư và danh sách thu hồi khỏi thư mục tin cậy; gỡ chứng thư gốc phải có --yes",
    ),
    (
        "entries",
        "Thứ cần gỡ: vân tay SHA-256 (hoặc ít nhất 16 chữ số đầu), hoặc tên tệp trong thư mục tin cậy, cùng mọi thứ trong tệp đó",
    ),
    (
        "yes",
        "Gỡ cả chứng thư gốc: mọi chữ ký dưới gốc đó sẽ không còn được kết luận là hợp lệ",
    ),
    ("kyso trust list", "Liệt kê chứng thư và danh sách thu hồi"),
    (
        "kyso trust check",
        "Xét thư mục tin cậy: có trong danh mục đã biết không, thời hạn, danh sách thu hồi, chỗ thiếu, chỗ trùng",
    ),
    (
        "kyso demo",
        "Tạo bản dùng thử: chứng thư, quyết định đã ký và ban hành, báo cáo, ảnh trang",
    ),
    (
        "kyso doctor",
        "Xem máy này: thư mục tin cậy, danh sách thu hồi, thiết bị lưu khóa",
    ),
    ("kyso serve", "Chạy dịch vụ và trang của văn thư"),
    ("lang", "Ngôn ngữ của mọi kết quả"),
    (
        "kyso verify files",
        "Các tệp PDF, và các thư mục có tệp PDF cần kiểm tra",
    ),
    (
        "files",
        "Các tệp chứng thư và danh sách thu hồi: PEM, DER hoặc PKCS #7 (.p7b)",
    ),
    ("recursive", "Xem cả thư mục con"),
    (
        "package",
        "Xem tệp đầu là văn bản chính, các tệp sau là phụ lục; cho biết có cùng cơ quan, cùng số và đủ phụ lục không",
    ),
    (
        "detailed",
        "Cùng --format json: thêm từng bước kiểm tra và bằng chứng làm căn cứ",
    ),
    (
        "evidence_out",
        "Ghi mọi thứ làm căn cứ cho kết quả vào tệp ZIP này, để kiểm tra lại ngoại tuyến",
    ),
    (
        "evidence",
        "Kiểm tra lại chỉ bằng tệp ZIP này và chứng thư gốc trong thư mục tin cậy, tại thời điểm đã lưu; báo lỗi khi kết quả không trùng từng byte",
    ),
    (
        "jobs",
        "Số tệp kiểm tra cùng lúc; không nêu thì bằng số lõi của máy",
    ),
    ("summary", "Dạng text: chỉ in bảng, mỗi tệp một dòng"),
    (
        "expect",
        "Báo lỗi khi có bất kỳ khác biệt nào so với danh sách kết quả mong đợi này, và chỉ khi đó",
    ),
    (
        "write_expect",
        "Ghi các kết quả tìm thấy thành danh sách như vậy",
    ),
    (
        "kyso verify offline",
        "Không hỏi máy chủ nào, và nêu từng chứng thư còn thiếu danh sách thu hồi",
    ),
    ("format", "Dạng kết quả: text hoặc json"),
    (
        "compare_pages",
        "Dựng ảnh các trang trước và sau mỗi phiên bản bổ sung về sau, nêu trang nào nhìn khác; mất nhiều thời gian hơn",
    ),
    (
        "kyso verify format",
        "Dạng báo cáo: text, json hoặc junit, hoặc biên bản một trang html, pdf; không nêu thì theo đuôi tên tệp của -o (.xml là junit), còn lại là text",
    ),
    (
        "at",
        "Kiểm tra tại thời điểm: 2026-11-20T14:03:07+07:00, hoặc 2026-11-20 là 0 giờ ngày đó ở Việt Nam",
    ),
    (
        "password_file",
        "Tệp có dòng đầu là mật khẩu mở các tệp cần mật khẩu, của người dùng hoặc của chủ tệp; - là đọc từ bàn phím hoặc lệnh trước",
    ),
    (
        "dir",
        "Thư mục hoặc một tệp gộp các chứng thư tin cậy và danh sách thu hồi; không nêu thì dùng thư mục của cấu hình, hoặc kyso/trust trong thư mục cấu hình của người dùng (~/.config)",
    ),
    (
        "trust_class",
        "Loại của các chứng thư gốc trong tệp gộp: government, public, timestamping hoặc other; không nêu thì chỉ nhận chứng thư đã biết",
    ),
    (
        "kyso demo dir",
        "Thư mục ghi ra; phải mới, trống, hoặc là bản dùng thử cũ",
    ),
    (
        "output",
        "Nơi ghi văn bản đã ký; chỉ ghi khi mọi việc thành công",
    ),
    (
        "kyso verify output",
        "Ghi báo cáo vào tệp này thay vì đầu ra chuẩn",
    ),
    ("input", "Văn bản cần ký"),
    (
        "key",
        "Khóa ký: tệp PKCS#12, hoặc pkcs11:token=…;object=…?module-path=…",
    ),
    (
        "pin_file",
        "Tệp có dòng đầu là mật khẩu hoặc mã PIN; - là đọc từ đầu vào chuẩn",
    ),
    (
        "signature_algorithm",
        "Thuật toán ký: rsa-pkcs1, rsa-pss hoặc ecdsa; không nêu thì dùng thuật toán thường dùng của khóa",
    ),
    (
        "offline",
        "Vẫn ký khi chưa biết chứng thư của mình có bị thu hồi hay không",
    ),
    ("signer", "Họ và tên người ký đúng như in trên trang"),
    (
        "title",
        "Chức vụ phải đứng trên họ tên; không nêu thì nhận mọi chức vụ",
    ),
    ("image", "Hình chữ ký: màu xanh, PNG, nền trong suốt"),
    (
        "at_position",
        "Góc trên bên trái của hình: trang tính từ 1, milimét từ mép trái và mép trên khi nhìn trang; dùng dấu phẩy thập phân thì ngăn bằng dấu chấm phẩy: 1;25,4;50,8",
    ),
    ("seal", "Hình con dấu: màu đỏ, PNG, nền trong suốt"),
    (
        "diameter",
        "Đường kính con dấu thật, tính bằng milimét, từ 30 đến 45",
    ),
    ("number", "Số của văn bản, như 05"),
    ("date", "Ngày ban hành: 20/11/2026 hoặc 2026-11-20"),
    (
        "number_at",
        "Góc trên bên trái của các chữ số của số văn bản, cho bản quét: trang từ 1, milimét từ mép trái và mép trên; chỗ đó phải là giấy trắng. Không có --date thì ngày đã in sẵn",
    ),
    (
        "date_at",
        "Như vậy cho ngày: một lần cho cả cụm, hai lần cho ngày và tháng, ba lần cho cả năm. Không có --number thì số đã in sẵn",
    ),
    (
        "number_printed",
        "Số và ngày đã in sẵn, như trên bản quét: chỉ đóng dấu",
    ),
    (
        "person_field",
        "Trường chữ ký mà con dấu đóng lên, khi nhiều người ký ở các khối riêng, như văn bản liên tịch",
    ),
    ("allow_draft", "Vẫn ban hành khi trang đầu ghi “DỰ THẢO”"),
    ("file", "Tệp PDF"),
    (
        "class",
        "Loại tổ chức: government, public, timestamping hoặc other; không nêu thì theo danh mục đã biết, chứng thư gốc lạ thì phải nêu",
    ),
    (
        "module",
        "Thư viện PKCS#11 cần xem; có thể nêu nhiều lần. Không hỏi mã PIN",
    ),
    (
        "config",
        "Tệp cấu hình (TOML): thư mục tin cậy, máy chủ, dấu thời gian",
    ),
    (
        "cache",
        "Thư mục giữ các trả lời của máy chủ; không nêu thì theo cấu hình, hoặc kyso trong thư mục cache của người dùng",
    ),
    ("kyso serve offline", "Không hỏi máy chủ nào về chứng thư"),
    (
        "online",
        "Xin mỗi máy chủ dấu thời gian trong cấu hình một dấu thời gian",
    ),
    (
        "listen",
        "Địa chỉ chờ kết nối, chỉ địa chỉ nội bộ của máy (mặc định 127.0.0.1:8080)",
    ),
];
